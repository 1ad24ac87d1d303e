<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings can be changed with “oneapi-desktop setting set”.</source>
        <translation>設定は「oneapi-desktop setting set」で変更できます。</translation>
    </message>
</context>
</TS>
