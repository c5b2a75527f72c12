# The packages for Windows, on Windows: the portable one hosts and is joined, the installer installs and removes.
# packaging/windows/try.ps1 FOLDER, where the packages are. Only the workflow of releases runs this; it was not run yet.
param([Parameter(Mandatory)][string]$Folder)
$ErrorActionPreference = 'Stop'
$scratch = Join-Path ([IO.Path]::GetTempPath()) ([Guid]::NewGuid())
New-Item -ItemType Directory $scratch | Out-Null

function Wait-For([string]$What, [scriptblock]$Is) {
  $until = (Get-Date).AddSeconds(30)
  while (-not (& $Is)) {
    if ((Get-Date) -gt $until) { throw "waited in vain for $What" }
    Start-Sleep -Milliseconds 100
  }
}

Write-Output 'The portable one hosts, and is joined.'
Expand-Archive (Get-ChildItem $Folder -Filter '*-portable.zip').FullName $scratch
$parlor = (Get-ChildItem $scratch -Recurse -Filter parlor.exe).FullName
& $parlor --version
if ($LASTEXITCODE) { throw 'it does not start' }
$said = Join-Path $scratch said.txt
$host_args = 'host', '--title', 'Tea', '--port', '0', '--bind', '127.0.0.1'
$house = Start-Process $parlor $host_args -RedirectStandardOutput $said -NoNewWindow -PassThru
try {
  Wait-For 'the host' { Select-String -Quiet -Path $said -Pattern '^Invite' }
  $invite = ((Select-String -Path $said -Pattern '^Invite').Line -split '\s+')[1]
  # Its own home: a portable guest would be the host's own person.
  $env:PARLOR_HOME = Join-Path $scratch guest
  '{"t":"say","text":"Tea is ready"}' | & $parlor join $invite --name Ada --json | Tee-Object -Variable heard
  Remove-Item Env:PARLOR_HOME
  if ($heard -notmatch '"t":"entered"') { throw 'nobody came in' }
} finally {
  Stop-Process $house -ErrorAction SilentlyContinue
  $house.WaitForExit()
}
$data = Join-Path (Split-Path $parlor) data
if (-not (Test-Path $data)) { throw 'it did not keep its data beside it' }
$place = (Get-ChildItem (Join-Path $data houses)).FullName
if (-not ((& $parlor export --data $place --format txt) -match 'Tea is ready')) { throw 'what was said is gone' }

Write-Output 'The installer installs, and removes.'
$to = Join-Path $scratch installed
$setup = (Get-ChildItem $Folder -Filter '*-setup.exe').FullName
Start-Process $setup "/S /D=$to" -Wait
& (Join-Path $to parlor.exe) --version
if (-not (Test-Path 'HKCU:\Software\Classes\parlor\shell\open\command')) { throw 'links do not open it' }
Start-Process (Join-Path $to uninstall.exe) "/S _?=$to" -Wait
if (Test-Path (Join-Path $to parlorw.exe)) { throw 'it is still there' }
if (Test-Path 'HKCU:\Software\Classes\parlor') { throw 'links still open it' }
Remove-Item -Recurse -Force $scratch
