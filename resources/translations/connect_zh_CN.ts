<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>ConnectPage</name>
    <message>
        <source>Point your tools at the base URL.</source>
        <translation>将您的工具指向 Base URL。</translation>
    </message>
    <message>
        <source>Copy base URL</source>
        <translation>复制 Base URL</translation>
    </message>
</context>
</TS>
