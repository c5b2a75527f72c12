; The installer for Windows, without administrator's rights: for the one who runs it. Called by packaging/build with
; VERSION, FILES (the folder to install), ICON, OUT and ID.
Unicode true
; The usual stub would be a program of 32 bits.
Target amd64-unicode
!include MUI2.nsh
!include FileFunc.nsh

Name "Parlor"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\Parlor"
InstallDirRegKey HKCU "Software\Parlor" "Folder"
RequestExecutionLevel user
SetCompressor /SOLID lzma
ManifestDPIAware true
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "Parlor"
VIAddVersionKey "FileDescription" "Parlor, installer"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "The Parlor authors"

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Parlor"
!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\parlorw.exe"
!define MUI_FINISHPAGE_RUN_TEXT "Open Parlor"
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

Section "Parlor" Program
  SectionIn RO
  SetOutPath "$INSTDIR"
  File /r "${FILES}\*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortCut "$SMPROGRAMS\Parlor.lnk" "$INSTDIR\parlorw.exe"

  ; Invites: links, and files with one.
  WriteRegStr HKCU "Software\Classes\parlor" "" "URL:Parlor invite"
  WriteRegStr HKCU "Software\Classes\parlor" "URL Protocol" ""
  WriteRegStr HKCU "Software\Classes\parlor\DefaultIcon" "" "$INSTDIR\parlorw.exe,0"
  WriteRegStr HKCU "Software\Classes\parlor\shell\open\command" "" '"$INSTDIR\parlorw.exe" "%1"'
  WriteRegStr HKCU "Software\Classes\.parlor" "" "Parlor.Invite"
  WriteRegStr HKCU "Software\Classes\Parlor.Invite" "" "Parlor invite"
  WriteRegStr HKCU "Software\Classes\Parlor.Invite\DefaultIcon" "" "$INSTDIR\parlorw.exe,0"
  WriteRegStr HKCU "Software\Classes\Parlor.Invite\shell\open\command" "" '"$INSTDIR\parlorw.exe" "%1"'
  ; The name that notifications come under.
  WriteRegStr HKCU "Software\Classes\AppUserModelId\${ID}" "DisplayName" "Parlor"

  WriteRegStr HKCU "Software\Parlor" "Folder" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Parlor"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\parlorw.exe,0"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The Parlor authors"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
SectionEnd

Section "Shortcut on the desktop" Desktop
  CreateShortCut "$DESKTOP\Parlor.lnk" "$INSTDIR\parlorw.exe"
SectionEnd

; Not by itself: Windows asks for an administrator's word, and asks once more when someone hosts for the first time.
Section /o "Let others on private networks join (asks for an administrator)" Firewall
  ExecShellWait "runas" "netsh" 'advfirewall firewall add rule name="Parlor" dir=in action=allow profile=private protocol=any program="$INSTDIR\parlorw.exe"' SW_HIDE
  WriteRegDWORD HKCU "Software\Parlor" "Firewall" 1
SectionEnd

; What was said, the keys and the settings are not the program's to delete: they stay in %LOCALAPPDATA%\Parlor.
Section "Uninstall"
  ReadRegDWORD $0 HKCU "Software\Parlor" "Firewall"
  IntCmp $0 1 0 closed closed
  ExecShellWait "runas" "netsh" 'advfirewall firewall delete rule name="Parlor"' SW_HIDE
  closed:
  Delete "$SMPROGRAMS\Parlor.lnk"
  Delete "$DESKTOP\Parlor.lnk"
  Delete "$INSTDIR\parlor.exe"
  Delete "$INSTDIR\parlorw.exe"
  Delete "$INSTDIR\LICENSE-*.txt"
  Delete "$INSTDIR\README.md"
  Delete "$INSTDIR\GUIDE.md"
  Delete "$INSTDIR\CHANGELOG.md"
  RMDir /r "$INSTDIR\fonts"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  DeleteRegKey HKCU "Software\Classes\parlor"
  DeleteRegKey HKCU "Software\Classes\.parlor"
  DeleteRegKey HKCU "Software\Classes\Parlor.Invite"
  DeleteRegKey HKCU "Software\Classes\AppUserModelId\${ID}"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\Parlor"
SectionEnd
