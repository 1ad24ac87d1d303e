<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Command</name>
    <message>
        <source>Find anything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy base URL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause the gateway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume the gateway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share on the LAN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch between light and dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search on this page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New entry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo the last action</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test all channels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refresh all balances</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find model servers on this machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Issue a token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow new requests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all requests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replay the request in the Playground</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the request as curl</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose columns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export requests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send a test request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare two models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters of requests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Desktop</name>
    <message>
        <source>One API Desktop goes on serving in the tray. Quit it from the tray&apos;s menu.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This desktop has no tray, so the window was minimised and the gateway goes on serving.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DrainSheet</name>
    <message>
        <source>Quitting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open requests are cut off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Waiting for %n open request(s) to finish.</source>
        <translation>
            <numerusform>Waiting for %n open request to finish.</numerusform>
            <numerusform>Waiting for %n open requests to finish.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FirstSteps</name>
    <message>
        <source>First steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect a tool</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test and go on</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Formats</name>
    <message>
        <source>never</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>just now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} min ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} h ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} d ago</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>KeyStep</name>
    <message>
        <source>The key stays on this machine, in its keyring. One short request tells whether it works.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add it all the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Testing the key …</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Copied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Page</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Notification</name>
    <message>
        <source>{channel} was switched off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its upstream refused the key or the account.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{channel} works again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its test passed, and it takes requests from now on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A new device uses the gateway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{address}, with the token {token}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway is not running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{token} has used up its budget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{token} has used {percent} % of its budget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{spent} of {limit} for today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{spent} of {limit} for this week</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{spent} of {limit} for this month</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{spent} of {limit} in all</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Page</name>
    <message>
        <source>Overview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is happening, and what does it cost?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Requests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why was that slow, dear, or wrong?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Channels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which upstreams do I have, and are they well?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who may use what?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models &amp; prices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What can I call, and what does it cost?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Playground</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Does it work?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How do I point my tool here?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How should it behave?</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Find anything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to a page, channel, token or model, or run an action</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Results</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Action</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProgressRow</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Provider</name>
    <message>
        <source>OpenAI compatible</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gemini (OpenAI compatible)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Custom (an origin; /v1/… is appended)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DeepL (translation as chat)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>llama.cpp server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hugging Face (inference providers)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Raw proxy (/v1/oneapi/proxy/CHANNEL-ID/…)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Echo (built in, no network)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>API key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an API key that begins with sk-</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>whatever the server expects, or nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a key of the Azure resource, or the Entra ID fields</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an API key that begins with sk-or-</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a key that begins with bce-v3/</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an APIPassword, or APIKey:APISecret</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a Google AI Studio API key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an app key (fastgpt-…), or APIKey-AppId</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an API key that begins with sk-ant-</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an API key, or Region|ProjectId|JSON; a service account&apos;s JSON may also go into vertex_ai_adc</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a Bedrock API key, or AccessKey|SecretKey|Region; or the fields ak and sk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing for a local server; an API key for https://ollama.com</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an API token with the permission Workers AI</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an API token that begins with r8_</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an authentication key; those of free accounts end in :fx</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing, or the key the server was started with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the key set in Jan&apos;s local API server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a GitHub token with the permission models:read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an API key that begins with pplx-</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an API key that begins with fw_</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an API key that begins with csk-</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an API key that begins with nvapi-</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a token that begins with hf_</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an API key that begins with jina_</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an API key that begins with pa-</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the whole value of the Authorization header, such as &apos;Bearer sk-…&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an API key of Model Studio (Bailian) that begins with sk-</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>APIKey|SecretKey</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an API key of TokenHub; AppId|SecretId|SecretKey for the former interface</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an API key of the form id.secret</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>APPID|APISecret|APIKey</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a personal access token (pat_…), or the fields of an OAuth application; models are bots&apos; ids</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an API key of Ark; models are named by their id, or by that of an endpoint (ep-…)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a Google API key; Google itself has shut PaLM down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wire formats the server speaks, best first, such as openai-chat,anthropic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>API version; empty uses the v1 surface without versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Entra ID: tenant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Entra ID: application (client) id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Entra ID: client secret</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Entra ID: an access token of your own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Entra ID: sign-in address of a sovereign cloud</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Entra ID: scope; empty asks for Cognitive Services</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>API version; empty uses v1beta</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Location, such as us-central1, eu or global</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Project id; empty takes it from the credentials</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Service account or application default credentials (JSON)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Region, such as us-east-1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Access key id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Secret access key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Session token of temporary credentials</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Region of inference profiles to ask through: us, eu, apac, global …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Account id; not needed with an AI gateway&apos;s address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>AI gateway to log and cache through</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wire formats to ask in, best first; cloudflare is the native one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OAuth application: fingerprint of its public key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OAuth application: its id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OAuth application: its private key (PEM)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plugin to use, as X-DashScope-Plugin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>User whom the bots talk to; empty takes the request&apos;s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version for models whose name tells none, such as v3.5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wire formats to ask in, best first: openai-chat, anthropic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wire formats to ask in, best first: openai-chat, anthropic; tencent-hunyuan is the former interface</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>v2 for the former interface; empty uses v3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Id of the library</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProviderStep</name>
    <message>
        <source>Whose models do you want to call?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another one:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another provider</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No key at hand?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try without a key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The built-in echo answers, without any network</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{server} runs on this machine, with %n model(s)</source>
        <translation>
            <numerusform>{server} runs on this machine, with %n model</numerusform>
            <numerusform>{server} runs on this machine, with %n models</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Copy base URL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LAN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Others on the local network can reach this gateway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pages</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReadyStep</name>
    <message>
        <source>Put these into any tool that can call OpenAI:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Base URL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>API key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send a test request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is on the Overview behind this sheet, and under Requests with all that happened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for an answer …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SecretLine</name>
    <message>
        <source>Show or hide what is written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget what is stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stored ({hint}); empty keeps it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>will be forgotten</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SidePanel</name>
    <message>
        <source>Close the panel</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>State</name>
    <message>
        <source>Starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Serving</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Degraded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not running</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StepLine</name>
    <message>
        <source>Provider</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step {number} of {count}: {name}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Toasts</name>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Copy token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Channels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n request(s)</source>
        <translation>
            <numerusform>%n request</numerusform>
            <numerusform>%n requests</numerusform>
        </translation>
    </message>
    <message>
        <source>{money} today</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>UndoBar</name>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo: {step}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
