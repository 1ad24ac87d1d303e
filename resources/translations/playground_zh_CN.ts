<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>PlaygroundPage</name>
    <message>
        <source>There is nothing to try yet: add a channel first.</source>
        <translation>还没有可试用的内容：请先添加渠道。</translation>
    </message>
    <message>
        <source>Go to Channels</source>
        <translation>前往渠道</translation>
    </message>
</context>
</TS>
