<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>PlaygroundPage</name>
    <message>
        <source>There is nothing to try yet: add a channel first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to Channels</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
