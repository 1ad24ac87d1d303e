<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings can be changed with “oneapi-desktop setting set”.</source>
        <translation>可使用“oneapi-desktop setting set”更改设置。</translation>
    </message>
</context>
</TS>
