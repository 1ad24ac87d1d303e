<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>ConnectPage</name>
    <message>
        <source>Point your tools at the base URL.</source>
        <translation>ツールをベース URL に向けてください。</translation>
    </message>
    <message>
        <source>Copy base URL</source>
        <translation>ベース URL をコピー</translation>
    </message>
</context>
</TS>
