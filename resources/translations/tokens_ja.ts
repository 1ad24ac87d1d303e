<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>TokensPage</name>
    <message>
        <source>There is no token yet: issue one for each tool or person.</source>
        <translation>まだトークンがありません。ツールや人ごとに発行してください。</translation>
    </message>
</context>
</TS>
