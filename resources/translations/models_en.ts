<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>GroupPanel</name>
    <message>
        <source>Group ratios</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A ratio multiplies every price for the tokens of a group: 0.8 is a discount of 20 %.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ratio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group {group} has another ratio now.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ModelColumns</name>
    <message>
        <source>your own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one-api ratios</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>price list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>built in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unpriced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cached input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cache write</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Audio input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Audio output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Per request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Per image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Per second of audio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Per million characters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{price} a request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from {price} an image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{price} an image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{price} a minute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{price} per 1M characters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dearer above {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Channels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Further</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Price from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Price of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ModelPanel</name>
    <message>
        <source>Your own price wins over every other source. Kinds that you leave empty keep the price shown in grey.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save own price</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take own price back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your price of {model} is taken back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody knows what this model costs: its requests are recorded at $0 and marked as unpriced.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Price from: {source}, {date}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Price from: {source}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Channels: {names}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Channels: {names}, which know it as {upstream}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Above {count} prompt tokens: {rates}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An image of {kind}: {price}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Group ratios</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search models and channels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose columns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No channel offers a model yet. Add a channel with the models you want to call.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n unpriced</source>
        <translation>
            <numerusform>%n unpriced</numerusform>
            <numerusform>%n unpriced</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n model</numerusform>
            <numerusform>%n models</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PriceForm</name>
    <message>
        <source>Dollars per million tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dollars per other unit</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_Groups</name>
    <message>
        <source>Ratio of {group}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
