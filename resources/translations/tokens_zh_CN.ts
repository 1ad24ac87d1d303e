<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>TokensPage</name>
    <message>
        <source>There is no token yet: issue one for each tool or person.</source>
        <translation>还没有令牌：请为每个工具或每个人签发一个。</translation>
    </message>
</context>
</TS>
