<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>ConnectPage</name>
    <message>
        <source>Tools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Local network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search tools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No recipe for that. Every tool that takes a base URL and a key can be connected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy base URL</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Devices</name>
    <message>
        <source>may call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>switched off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>revoked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>removed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Requests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this machine</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DirectoryLine</name>
    <message>
        <source>Project directory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a directory</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FileChange</name>
    <message>
        <source>Nothing to change: it is as it should be.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>InvitePanel</name>
    <message>
        <source>The token is issued. Scan the code with the device, or copy the two lines into it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Issue and show the card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} may use the gateway now.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LanView</name>
    <message>
        <source>Devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No other device has called yet. Issue one a token of its own and scan its card.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Devices seen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Revoke its token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make the device&apos;s token useless for ever (Delete)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is revoked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n token(s) are revoked.</source>
        <translation>
            <numerusform>%n token is revoked.</numerusform>
            <numerusform>%n tokens are revoked.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Recipes</name>
    <message>
        <source>Anthropic&apos;s agent; the first model is the main one, the second (if any) the small one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OpenAI&apos;s agent; it speaks the Responses dialect only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Google&apos;s agent, with an API key instead of a Google login.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alibaba&apos;s agent over its OpenAI-compatible login.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The open agent, with this gateway as one more provider.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pair programming in the terminal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The open assistant for VS Code and JetBrains.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The editor&apos;s own agent and inline assistant.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The agent for VS Code; it keeps its settings inside VS Code&apos;s own storage.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cursor&apos;s servers make the calls, so they must be able to reach the address: a loopback or LAN address will not do.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything that reads OPENAI_BASE_URL: the official SDKs and many tools, through a project&apos;s .env.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The self-hosted chat page, through the .env beside its compose file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ChatOpenAI with another address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One request by hand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start claude anew; /status shows the base URL.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start codex anew; /status shows the provider.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A project&apos;s own .env wins over the one in ~/.gemini.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A project&apos;s own .aider.conf.yml wins over the one in your home directory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An old config.json beside it is ignored by Continue as soon as there is a config.yaml.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zed keeps keys in the system&apos;s keychain, not in its settings: open &apos;agent: open settings&apos;, choose the provider One API Desktop, and paste the key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open Cline&apos;s settings and choose the API provider &apos;OpenAI Compatible&apos;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open Roo Code&apos;s settings and choose the API provider &apos;OpenAI Compatible&apos;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Base URL, API key and model as below.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cursor Settings → Models → API Keys: paste the key under OpenAI API Key, switch on &apos;Override OpenAI Base URL&apos; and paste the base URL.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the gateway a public HTTPS address first (a tunnel or reverse proxy), and use that in place of the one below.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add the model under its name here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The SDKs read the environment, not the file: load it with dotenv, direnv or &apos;docker --env-file&apos;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These variables count at the first start only; afterwards change Admin Panel → Settings → Connections.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From inside a container this machine is not 127.0.0.1: share the gateway on the LAN or use host networking.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>other users of this machine can read this file, and the key in it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Terminal</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SharingCard</name>
    <message>
        <source>Share on the local network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network interface</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everyone on this network can reach the gateway. They still need a token you issued, and what they send is not encrypted unless you set a certificate. Share on networks you trust only, and give each device a token of its own with a budget.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this machine only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not reached</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Devices on this network reach the gateway at these addresses; programs find it by mDNS.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Devices on this network reach the gateway at these addresses.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only programs on this machine reach the gateway. Share it to use it from a phone or another computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>every private address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy {url}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway is shared on the local network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only this machine reaches the gateway now.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SnippetView</name>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy {title} with the key</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ToolCard</name>
    <message>
        <source>connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>look at it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>points elsewhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>installed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ToolPanel</name>
    <message>
        <source>Token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first one is what the tool begins with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Project directory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is written there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What Apply changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By hand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the tool&apos;s files; they are copied first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the tool back the configuration it had</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connected {when}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>points at {address}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>installed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not found here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A token named {name} is issued for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{tool} now uses this gateway.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{tool} has the configuration it had.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{tool}: taken back, but {names} had been changed since and stay as they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New token: {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A token named {name} is issued.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
