<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>RequestsPage</name>
    <message>
        <source>No request has passed through yet.</source>
        <translation>まだリクエストがありません。</translation>
    </message>
    <message>
        <source>Copy base URL</source>
        <translation>ベース URL をコピー</translation>
    </message>
</context>
</TS>
