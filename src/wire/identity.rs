//! Who a house or a guest is: a key, made once and kept in a file that only its owner can read.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rcgen::{CertificateParams, KeyPair, PublicKeyData as _};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

use super::Fingerprint;

/// A key and the certificate it is shown in.
#[derive(Clone)]
pub struct Identity {
    key: Arc<PrivateKeyDer<'static>>,
    certificate: CertificateDer<'static>,
    fingerprint: Fingerprint,
}

/// Why there is no identity.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// The file can't be read or made.
    #[error("The key file {} can't be used: {}. Check that it is yours.", .path.display(), super::plainly::plainly(.error))]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// The file holds no key.
    #[error("{} is not a key file. Put the right file back: others know you by it.", .0.display())]
    NotAKey(PathBuf),
    /// The key can't be made or used.
    #[error("The system can't make a key. Try again.")]
    Making(#[from] rcgen::Error),
}

impl Identity {
    /// The identity kept in `path`, or a new one kept there from now on, in a folder that is made where there is none.
    ///
    /// # Errors
    /// The file can't be used, or holds something else.
    pub fn keep(path: &Path) -> Result<Self, IdentityError> {
        let pem = keep(path, || Ok(KeyPair::generate()?.serialize_pem()))?;
        Self::of(&KeyPair::from_pem(&pem).map_err(|_| IdentityError::NotAKey(path.to_owned()))?)
    }

    /// A new identity, kept nowhere.
    ///
    /// # Errors
    /// The system has no randomness.
    pub fn fresh() -> Result<Self, IdentityError> {
        Self::of(&KeyPair::generate()?)
    }

    fn of(key: &KeyPair) -> Result<Self, IdentityError> {
        let certificate = CertificateParams::new(vec!["parlor".to_owned()])?.self_signed(key)?;
        Ok(Self {
            certificate: certificate.der().clone(),
            fingerprint: Fingerprint::of_key(&key.subject_public_key_info()),
            key: Arc::new(PrivatePkcs8KeyDer::from(key.serialize_der()).into()),
        })
    }

    /// The fingerprint that others know it by.
    #[must_use]
    pub const fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    pub(super) fn chain(&self) -> Vec<CertificateDer<'static>> {
        vec![self.certificate.clone()]
    }

    pub(super) fn private_key(&self) -> PrivateKeyDer<'static> {
        self.key.clone_key()
    }
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Identity({})", self.fingerprint)
    }
}

/// A secret that is kept in `path` as text, or a fresh one kept there from now on. As for [`Identity::keep`].
#[cfg(feature = "anywhere")]
pub(super) fn keep_secret(path: &Path, fresh: impl Fn() -> [u8; 32]) -> Result<[u8; 32], IdentityError> {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let text = keep(path, || Ok(format!("{}\n", URL_SAFE_NO_PAD.encode(fresh()))))?;
    let bytes = URL_SAFE_NO_PAD.decode(text.trim_end()).ok().and_then(|bytes| bytes.try_into().ok());
    bytes.ok_or_else(|| IdentityError::NotAKey(path.to_owned()))
}

/// What is in a private file, or a fresh text that is in it from now on.
fn keep(path: &Path, fresh: impl Fn() -> Result<String, IdentityError>) -> Result<String, IdentityError> {
    let trouble = |error| IdentityError::File { path: path.to_owned(), error };
    match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let text = fresh()?;
            path.parent().map_or(Ok(()), fs::create_dir_all).map_err(trouble)?;
            match write_private(path, &text) {
                // Two programs of one person may begin at once: the first file stands.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => fs::read_to_string(path).map_err(trouble),
                written => written.map_err(trouble).map(|()| text),
            }
        }
        read => read.map_err(trouble),
    }
}

/// Writes a new file whole or not at all: under another name first, and linked to its own only when it is on the disk.
fn write_private(path: &Path, text: &str) -> io::Result<()> {
    let draft = path.with_extension(format!("new-{}", std::process::id()));
    // One that is there already was left by a crash, or put there by someone else.
    let _ = fs::remove_file(&draft);
    let written = (|| {
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&draft)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        match fs::hard_link(&draft, path) {
            // Some disks know no links. There a rename has to do.
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => fs::rename(&draft, path),
            linked => linked,
        }?;
        sync_folder(path)
    })();
    // Whatever came of it, the draft is not needed any more.
    let _ = fs::remove_file(&draft);
    written
}

/// Has the disk keep that the file is there, and not only what is in it.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |dir| File::open(dir)?.sync_all())
}

/// Elsewhere folders can't be synced, and need not be.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
