//! Routers of this computer alone, which do as a test says.

use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4};
use std::sync::atomic::{AtomicU8, Ordering};

use parlor::find::Router;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::soon;

/// An address of this computer that no other test's router has. The port is everyone's.
async fn an_address() -> (Ipv4Addr, UdpSocket) {
    static NEXT: AtomicU8 = AtomicU8::new(1);
    loop {
        let address =
            Ipv4Addr::new(127, rand::random_range(1..255), rand::random(), NEXT.fetch_add(1, Ordering::Relaxed));
        if let Ok(socket) = UdpSocket::bind((address, 5351)).await {
            return (address, socket);
        }
    }
}

/// A router, which ends with the test.
pub struct FakeRouter {
    pub address: Ipv4Addr,
    /// For [`parlor::find::PortMapping`].
    pub router: Router,
    /// Where it is looked for by UPnP, and where it is described.
    pub upnp: SocketAddrV4,
    pub location: String,
    /// What it was asked by datagrams.
    pub asked: mpsc::UnboundedReceiver<Vec<u8>>,
    /// What it was asked by UPnP: the action and its arguments.
    pub called: mpsc::UnboundedReceiver<(String, String)>,
    tasks: JoinSet<()>,
}

/// What an action of UPnP comes to: what is in the answer, or the number of an error.
pub type Done = Result<String, u16>;

impl FakeRouter {
    /// One that answers datagrams so.
    pub async fn by_datagrams(mut answer: impl FnMut(&[u8]) -> Vec<u8> + Send + 'static) -> Self {
        let (fake, socket, heard) = Self::new().await;
        let mut fake = fake;
        fake.tasks.spawn(async move {
            let mut buffer = [0; 2048];
            while let Ok((length, from)) = socket.recv_from(&mut buffer).await {
                let answer = answer(&buffer[..length]);
                let _ = heard.send(buffer[..length].to_vec());
                if !answer.is_empty() {
                    socket.send_to(&answer, from).await.unwrap();
                }
            }
        });
        fake
    }

    /// One that hears everything and answers nothing.
    pub async fn mute() -> Self {
        Self::by_datagrams(|_| Vec::new()).await
    }

    /// One that speaks UPnP alone.
    pub async fn by_upnp(act: impl FnMut(&str, &str) -> Done + Send + 'static) -> Self {
        let mut act = act;
        Self::by_http(move |request| match request.head.split_whitespace().nth(1) {
            Some("/device.xml") => DEVICE.to_owned(),
            Some("/service.xml") => SERVICE.to_owned(),
            _ => {
                let (action, body) = request.action();
                soap(&action, act(&action, &body))
            }
        })
        .await
    }

    /// One that is found by UPnP, and answers HTTP so.
    pub async fn by_http(answer: impl FnMut(&Request) -> String + Send + 'static) -> Self {
        let (mut fake, closed, _) = Self::new().await;
        // Nobody listens there.
        drop(closed);
        let http = TcpListener::bind((fake.address, 0)).await.unwrap();
        let location = format!("http://{}/device.xml", http.local_addr().unwrap());
        fake.found_at(&location, 0).await;
        let (told, called) = mpsc::unbounded_channel();
        fake.called = called;
        let mut answer = answer;
        fake.tasks.spawn(async move {
            while let Ok((mut line, _)) = http.accept().await {
                let Some(request) = Request::read(&mut line).await else { continue };
                let body = answer(&request);
                if request.head.starts_with("POST") {
                    let _ = told.send(request.action());
                }
                let status = if body.contains("<s:Fault>") { "500 Internal Server Error" } else { "200 OK" };
                let length = body.len();
                let head = format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
                // Whoever had enough hangs up.
                let _ = line.write_all(format!("{head}{body}").as_bytes()).await;
            }
        });
        fake
    }

    async fn new() -> (Self, UdpSocket, mpsc::UnboundedSender<Vec<u8>>) {
        let (address, socket) = an_address().await;
        let (heard, asked) = mpsc::unbounded_channel();
        let (_, called) = mpsc::unbounded_channel();
        let upnp = SocketAddrV4::new(address, 9);
        let router = Router::only_here(address, upnp);
        let (location, tasks) = (String::new(), JoinSet::new());
        (Self { address, router, upnp, location, asked, called, tasks }, socket, heard)
    }

    /// Answers whoever looks for a router at this port that it is described there.
    pub async fn found_at(&mut self, location: &str, port: u16) {
        let socket = UdpSocket::bind((self.address, port)).await.unwrap();
        let SocketAddr::V4(upnp) = socket.local_addr().unwrap() else { unreachable!() };
        self.router = Router::only_here(self.address, upnp);
        (self.upnp, self.location) = (upnp, location.to_owned());
        let answer = format!(
            "HTTP/1.1 200 OK\r\nST: urn:schemas-upnp-org:device:InternetGatewayDevice:1\r\nLOCATION: {location}\r\n\r\n"
        );
        self.tasks.spawn(async move {
            let mut buffer = [0; 2048];
            while let Ok((_, from)) = socket.recv_from(&mut buffer).await {
                socket.send_to(answer.as_bytes(), from).await.unwrap();
            }
        });
    }

    /// What it is asked next by datagrams.
    pub async fn next_asked(&mut self) -> Vec<u8> {
        soon("a question", self.asked.recv()).await.unwrap()
    }

    /// The arguments of the next call of this action.
    pub async fn next_called(&mut self, action: &str) -> String {
        soon(action, async {
            loop {
                let (called, body) = self.called.recv().await.unwrap();
                if called == action {
                    return body;
                }
            }
        })
        .await
    }
}

/// What was asked by HTTP.
pub struct Request {
    pub head: String,
    body: String,
}

impl Request {
    async fn read(line: &mut TcpStream) -> Option<Self> {
        let mut text = String::new();
        loop {
            let mut buffer = [0; 4096];
            let length = line.read(&mut buffer).await.ok().filter(|length| *length > 0)?;
            text.push_str(std::str::from_utf8(&buffer[..length]).unwrap());
            let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
            let head = head.to_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
            if body.len() >= length {
                let (head, body) = text.split_once("\r\n\r\n").unwrap();
                return Some(Self { head: head.to_owned(), body: body.to_owned() });
            }
        }
    }

    fn action(&self) -> (String, String) {
        let line = self.head.lines().find(|line| line.to_lowercase().starts_with("soapaction")).unwrap_or_default();
        let action = line.rsplit('#').next().unwrap().trim_end_matches('"');
        (action.to_owned(), self.body.clone())
    }
}

const DEVICE: &str = "<?xml version=\"1.0\"?><root xmlns=\"urn:schemas-upnp-org:device-1-0\"><device>\
    <deviceType>urn:schemas-upnp-org:device:WANConnectionDevice:1</deviceType><serviceList><service>\
    <serviceType>urn:schemas-upnp-org:service:WANIPConnection:1</serviceType>\
    <controlURL>/control</controlURL><SCPDURL>/service.xml</SCPDURL></service></serviceList></device></root>";

const SERVICE: &str = "<scpd xmlns=\"urn:schemas-upnp-org:service-1-0\"><actionList>\
    <action><name>AddPortMapping</name><argumentList>\
    <argument><name>NewRemoteHost</name><direction>in</direction></argument>\
    <argument><name>NewExternalPort</name><direction>in</direction></argument>\
    <argument><name>NewProtocol</name><direction>in</direction></argument>\
    <argument><name>NewInternalPort</name><direction>in</direction></argument>\
    <argument><name>NewInternalClient</name><direction>in</direction></argument>\
    <argument><name>NewEnabled</name><direction>in</direction></argument>\
    <argument><name>NewPortMappingDescription</name><direction>in</direction></argument>\
    <argument><name>NewLeaseDuration</name><direction>in</direction></argument></argumentList></action>\
    <action><name>DeletePortMapping</name><argumentList>\
    <argument><name>NewRemoteHost</name><direction>in</direction></argument>\
    <argument><name>NewExternalPort</name><direction>in</direction></argument>\
    <argument><name>NewProtocol</name><direction>in</direction></argument></argumentList></action>\
    </actionList></scpd>";

fn soap(action: &str, done: Done) -> String {
    let inside = match done {
        Ok(inside) => format!("<u:{action}Response xmlns:u=\"u\">{inside}</u:{action}Response>"),
        Err(code) => format!(
            "<s:Fault><detail><UPnPError><errorCode>{code}</errorCode><errorDescription>no</errorDescription>\
             </UPnPError></detail></s:Fault>"
        ),
    };
    format!("<s:Envelope xmlns:s=\"s\"><s:Body>{inside}</s:Body></s:Envelope>")
}

/// PCP's answer to a question: the result, how long it lasts, and where it is reached.
pub fn pcp(question: &[u8], result: u8, lasts: u32, outside: SocketAddrV4) -> Vec<u8> {
    let mut answer = vec![2, question[1] | 0x80, 0, result];
    answer.extend(lasts.to_be_bytes());
    answer.extend(1000_u32.to_be_bytes());
    answer.extend([0; 12]);
    answer.extend(&question[24..42]);
    answer.extend(outside.port().to_be_bytes());
    answer.extend(outside.ip().to_ipv6_mapped().octets());
    answer
}

/// Whether a question is of PCP.
pub fn is_pcp(question: &[u8]) -> bool {
    question[0] == 2
}

/// How long a port is wanted, in seconds. None withdraws it.
pub fn lease(question: &[u8]) -> u32 {
    let at = if is_pcp(question) { 4 } else { 8 };
    u32::from_be_bytes(question[at..at + 4].try_into().unwrap())
}

/// The ports of this computer and outside in a question.
pub fn ports(question: &[u8]) -> (u16, u16) {
    let at = if is_pcp(question) { 40 } else { 4 };
    let port = |at: usize| u16::from_be_bytes([question[at], question[at + 1]]);
    (port(at), port(at + 2))
}

/// What a router that knows NAT-PMP alone answers.
pub fn nat_pmp(question: &[u8], ip: Ipv4Addr, port: u16, lasts: u32) -> Vec<u8> {
    let head = |kind: u8, result: u8| vec![0, kind | 0x80, 0, result, 0, 0, 3, 232];
    match question {
        [0, 0] => [head(0, 0), ip.octets().to_vec()].concat(),
        [0, 2, ..] => {
            let (port, lasts) = if lease(question) == 0 { (0, 0) } else { (port, lasts) };
            [head(2, 0), question[4..6].to_vec(), port.to_be_bytes().to_vec(), lasts.to_be_bytes().to_vec()].concat()
        }
        other => head(other[1], 1),
    }
}
