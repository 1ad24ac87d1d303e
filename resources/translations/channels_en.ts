<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>ChannelColumns</name>
    <message>
        <source>well</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>resting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no requests in the last 24 hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} requests in the last 24 hours, {share} answered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last 24 h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Provider</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Groups</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Priority</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The highest is tried first. Drag a row to move it, or press Alt+Up and Alt+Down.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Channels of one priority share the requests by weight.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Balance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Base URL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Added</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the provider said {ago}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ChannelForm</name>
    <message>
        <source>Provider</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Named after the provider when left empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Several keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A channel for each.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys, one on each line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Base URL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model mapping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clients ask for the left name, the upstream gets the right one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Groups</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who may use it; usually just default.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Priority</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The highest is tried first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its share of the requests among channels of one priority.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model to test with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch off by itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When the key is refused or the account is empty. A passed test switches it on again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>http, https or socks5; empty uses the settings&apos;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Headers to add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters to set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A JSON object; its fields take the place of those in each request.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put before the messages of each chat.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>secret</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>line {line}: {error}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only for a mirror or a server of your own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the server is; this provider has no address of its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These are several lines. A channel has one key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the one that is cheapest to test</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ChannelModels</name>
    <message>
        <source>Fetch models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask the upstream which models it has</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fill in the usual ones</source>
        <translation type="unfinished"></translation>
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
    <name>ChannelPanel</name>
    <message>
        <source>Switch on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove the channel and its key (Delete in the table)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for an answer …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway switched it off: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It rests: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ChannelsPage</name>
    <message>
        <source>Channels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find local servers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search channels, models and addresses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refresh balances</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose columns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no channel yet: add the key of a provider.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is added.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n channel(s) are added.</source>
        <translation>
            <numerusform>%n channel is added.</numerusform>
            <numerusform>%n channels are added.</numerusform>
        </translation>
    </message>
    <message>
        <source>{name} is saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is switched on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is switched off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} has priority {number} now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is removed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n channel(s) are removed.</source>
        <translation>
            <numerusform>%n channel is removed.</numerusform>
            <numerusform>%n channels are removed.</numerusform>
        </translation>
    </message>
    <message>
        <source>Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refresh the balance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show its requests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try it earlier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try it later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HeaderLines</name>
    <message>
        <source>Remove these headers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stored: {names}. What is written below takes their place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The stored headers will be removed.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MappingEditor</name>
    <message>
        <source>Map a model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>asked for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>upstream</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model that clients ask for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model of the upstream</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove this mapping</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ModelPicker</name>
    <message>
        <source>All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take all that are listed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take none of those that are listed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models of the upstream</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n offered</source>
        <translation>
            <numerusform>%n offered</numerusform>
            <numerusform>%n offered</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProviderChoice</name>
    <message>
        <source>Type to search</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ResultCard</name>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model} answered in {took}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model} did not answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The channel</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Rounds</name>
    <message>
        <source>Testing channels …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Testing {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None of the channels has a provider that tells its balance.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking for balances …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Testing channels: {done} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n channel(s) answered.</source>
        <translation>
            <numerusform>%n channel answered.</numerusform>
            <numerusform>%n channels answered.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n channel(s) did not answer: {names}</source>
        <translation>
            <numerusform>%n channel did not answer: {names}</numerusform>
            <numerusform>%n channels did not answer: {names}</numerusform>
        </translation>
    </message>
    <message>
        <source>Show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking {name} for its balance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} did not tell its balance: {error}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n balance(s) are up to date.</source>
        <translation>
            <numerusform>%n balance is up to date.</numerusform>
            <numerusform>%n balances are up to date.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ServersPanel</name>
    <message>
        <source>Look again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Servers on this machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking at the usual ports …</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n server(s) answered.</source>
        <translation>
            <numerusform>%n server answered.</numerusform>
            <numerusform>%n servers answered.</numerusform>
        </translation>
    </message>
    <message>
        <source>None answered. Start Ollama, LM Studio, llama.cpp, vLLM, LocalAI or Jan, and look again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add {server}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The channel {channel} uses it already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It asks for a key before it tells its models.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has no model yet. Load one there first.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
