<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>ModelsPage</name>
    <message>
        <source>No model can be called yet: add a channel first.</source>
        <translation>还没有可调用的模型：请先添加渠道。</translation>
    </message>
    <message>
        <source>Go to Channels</source>
        <translation>前往渠道</translation>
    </message>
</context>
</TS>
