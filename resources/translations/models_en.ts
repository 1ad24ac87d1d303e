<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>ModelsPage</name>
    <message>
        <source>No model can be called yet: add a channel first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to Channels</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
