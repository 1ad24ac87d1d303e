; Inno Setup 6: ISCC /DVersion=0.1.0 packaging\windows\oneapi-desktop.iss
; makes dist\oneapi-desktop-VERSION-setup.exe from dist\oneapi-desktop\ (python dev.py build).
; Installs for the present user without administrator rights; who has them may choose all users.

#ifndef Version
  #error Give the version: ISCC /DVersion=0.1.0 oneapi-desktop.iss
#endif
#define Root "..\.."
#define Window "One API Desktop.exe"

[Setup]
AppId={{6B1C1F0E-6F1D-4E55-9A0E-3C7C6E8A52D4}
AppName=One API Desktop
AppVersion={#Version}
AppPublisher=The One API Desktop authors
DefaultDirName={autopf}\One API Desktop
DefaultGroupName=One API Desktop
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
LicenseFile={#Root}\LICENSE
SetupIconFile={#Root}\build\icons\oneapi-desktop.ico
UninstallDisplayIcon={app}\{#Window}
OutputDir={#Root}\dist
OutputBaseFilename=oneapi-desktop-{#Version}-setup
Compression=lzma2
SolidCompression=yes
WizardStyle=modern
CloseApplications=yes
RestartApplications=no
ChangesEnvironment=yes

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "ja"; MessagesFile: "compiler:Languages\Japanese.isl"

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked
Name: "path"; Description: "Make the command 'oneapi-desktop' known in new terminals"; Flags: unchecked

[InstallDelete]
; Libraries of an older version must not mix with those of this one.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Root}\dist\oneapi-desktop\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\One API Desktop"; Filename: "{app}\{#Window}"
Name: "{autodesktop}\One API Desktop"; Filename: "{app}\{#Window}"; Tasks: desktopicon

[Registry]
Root: HKA; Subkey: "{code:EnvironmentKey}"; ValueType: expandsz; ValueName: "Path"; ValueData: "{olddata};{app}"; \
  Tasks: path; Check: NotInPath

[Run]
Filename: "{app}\{#Window}"; Description: "{cm:LaunchProgram,One API Desktop}"; Flags: nowait postinstall skipifsilent

; Channels, tokens and the ledger lie in the user's profile and stay there when the program is removed.

[Code]
function EnvironmentKey(Unused: string): string;
begin
  if IsAdminInstallMode then
    Result := 'SYSTEM\CurrentControlSet\Control\Session Manager\Environment'
  else
    Result := 'Environment';
end;

function CurrentPath: string;
begin
  if not RegQueryStringValue(HKA, EnvironmentKey(''), 'Path', Result) then
    Result := '';
end;

function NotInPath: Boolean;
begin
  Result := Pos(';' + Uppercase(ExpandConstant('{app}')) + ';', ';' + Uppercase(CurrentPath) + ';') = 0;
end;

procedure CurUninstallStepChanged(Step: TUninstallStep);
var
  Found: string;
begin
  if Step <> usPostUninstall then
    Exit;
  Found := ';' + CurrentPath + ';';
  if StringChangeEx(Found, ';' + ExpandConstant('{app}') + ';', ';', True) > 0 then
    RegWriteExpandStringValue(HKA, EnvironmentKey(''), 'Path', Copy(Found, 2, Length(Found) - 2));
end;
