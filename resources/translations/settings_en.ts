<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>BackupCard</name>
    <message>
        <source>Backups</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A backup is the whole database: channels, tokens, settings, requests. The keys of upstreams are kept elsewhere; take them along with an export.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back up to a file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore from a file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copying the database</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway stops for a moment, {file} takes the database&apos;s place, and the gateway starts again. The present database is kept beside it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restoring {file}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Backed up to {file}, {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is restored.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back up to a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Databases (*.db)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore from a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no backup yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore the backup of {time}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DiagnosticsCard</name>
    <message>
        <source>Diagnostics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The bundle is a zip file with versions, settings, checks, kinds of faults and the log&apos;s end. It holds no key, no prompt, no answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save a bundle…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checking everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wrote {file}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Collecting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>broken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>attention</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save a diagnostics bundle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zip files (*.zip)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LibrariesCard</name>
    <message>
        <source>Libraries and their licences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This library came without a licence file.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Setting</name>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share on the local network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interface to share on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Announce by mDNS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Further host names</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Web origins</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trusted reverse proxies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>HTTPS certificate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>HTTPS private key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait when stopping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without a window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect timeout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First byte timeout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Silence inside an answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whole call timeout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest event of a stream</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fetch from private networks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest fetched file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fetch timeout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Strict conversion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Always ask for usage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Further channels to try</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Statuses worth another channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry deadline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rest after 429</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Longest rest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Faults that open the breaker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Breaker pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch off faulty channels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch on recovered channels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slowest passing test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test channels every</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refresh balances every</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause between channels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watch success rates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Results looked at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lowest success rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models without a price</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reserved output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Estimate tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep requests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep Responses answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Space for Responses answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep bodies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bodies of other devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Most of one body</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget bodies after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Space for bodies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back up every</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Backups kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data directory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Database file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait for database locks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where keys are kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start at login</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close to the tray</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Channels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verbose log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log SQL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log directory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One log file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First token&apos;s key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokenizer files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address to listen on; anything but loopback shares the gateway.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port to listen on; 0 takes a free one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Listen on the addresses of the local network, too, so that other devices can use issued tokens.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share on this interface or address only (see &apos;lan status&apos;); empty is every private address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Announce the shared gateway by mDNS, so that devices find it by name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Further Host names a browser may reach the gateway by; loopback names and the machine&apos;s own addresses are always allowed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Web origins that may call the relay from a browser (CORS); * for all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Addresses or CIDR blocks of reverse proxies whose X-Forwarded-For is believed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Certificate chain file (PEM) to serve HTTPS with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Private key file (PEM) belonging to tls_cert.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest request body, unpacked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How long stopping waits for open requests before it cuts them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Never open a window, even with a display.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time to connect to an upstream.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time until an upstream&apos;s answer begins.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Longest silence inside an answer; reasoning models pause for minutes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limit for one whole upstream call including its stream; 0 is none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proxy for upstream calls (http, https, socks5); a channel&apos;s own proxy wins. Empty: the usual HTTPS_PROXY and NO_PROXY variables.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest answer held in memory (answers that are not streamed).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest single event inside a stream.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fetch images and files that requests point at from private networks, too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest image or file fetched for an upstream that takes bytes only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time to fetch one such image or file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refuse a request whose meaning an upstream&apos;s wire format cannot carry, instead of noting it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask streaming upstreams to report usage; the extra chunk is hidden from clients that did not ask.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Further channels to try after a failure before the first byte.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Upstream statuses worth another channel; 400, 413 and 422 are the client&apos;s own fault.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No further attempt begins after this time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rest for a channel that answered 429 without Retry-After.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Longest rest an upstream&apos;s Retry-After may ask for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Consecutive upstream faults that open a channel&apos;s circuit breaker.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How long an open breaker waits before a probe; doubles up to ten times this while probes fail.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch a channel off after a definite fault of its key or account.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch an automatically disabled channel on again when its test passes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A channel whose test takes longer is disabled; 0 is no limit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test every channel this often; 0 is never.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refresh balances this often; 0 is never.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause between channels while testing all or refreshing balances.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What a channel test asks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disable a channel whose recent success rate falls below the threshold.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many recent results the success rate looks at.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lowest success rate of a healthy channel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time zone of day, week and month budgets and charts; empty is the system&apos;s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether a model without a price may be called by tokens with a budget; it is recorded at $0 and flagged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output tokens reserved when a request names no maximum.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Estimate tokens from the text&apos;s length instead of a tokenizer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete request rows older than this nightly; totals are kept. 0 keeps all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep answers of the Responses API this long, so that previous_response_id works at every provider; 0 keeps none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Most space kept answers of the Responses API may take; the oldest go first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the bodies of requests and answers, sealed and without keys: of none, of failed ones, of all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep bodies of other devices&apos; requests, too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Most of one body that is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bodies are forgotten after this time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Most space kept bodies may take; the oldest go first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Automatic backup this often; 0 is never.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Automatic backups kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Directory of the database and its companions; empty is the platform&apos;s usual place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Database file, when it must lie outside the data directory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How long to wait for another process&apos;s lock on the database.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where upstream keys are kept: the system&apos;s keyring, a sealed file, or the first that works.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language of the window: that of the system, or one of English, Chinese and Japanese.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light or dark, or as the system has it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start with the desktop session, without opening the window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Closing the window leaves the gateway serving in the tray; otherwise it quits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notify when a channel is switched off after a fault, and when it is well again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notify when a token has spent 80 % and all of its budget.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notify when a new device on the LAN uses the gateway.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notify when the gateway cannot serve.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verbose log. Never contains keys or request bodies.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Also log SQL statements.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Directory of log files; empty writes none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name the file oneapi.log instead of oneapi-YYYYMMDD.log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key of the first token, made at the first start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Directory of tokenizer files, looked at before the bundled ones.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingCard</name>
    <message>
        <source>Other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start and end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Listening</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Local network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calls to upstreams</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Health of channels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tests and balances</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counting tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bodies of requests and answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How long things are kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who may reach what</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Automatic backups</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where data lies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingChoice</name>
    <message>
        <source>As the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed ones</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>System keyring</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sealed file</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingRow</name>
    <message>
        <source>Back to the default: {value}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a whole number from {low} to {high}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a number from {low} to {high}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as delivered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>set, not shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set by the variable {names} of this run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set on the command line of this run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decided at the start by the variable {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counts when the gateway is started again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingSection</name>
    <message>
        <source>General</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Money</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Privacy &amp; security</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingUnit</name>
    <message>
        <source>s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MiB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KiB</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Search settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sections</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restart the gateway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No setting matches.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{setting} is changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{setting} has its default again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed, and in force once the gateway is started again: {settings}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway serves {address}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TransferCard</name>
    <message>
        <source>Channels and tokens as a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To take them to another machine, or to keep them with their keys in a safe place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With keys, sealed with a passphrase</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without them the keys of upstreams must be typed again; tokens get new keys.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody can open it without.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Passphrase once more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names that exist already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The one it was exported with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wrote {file} (channels: {channels}, tokens: {tokens})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In {file}: channels: {channels}, tokens: {tokens}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing {file}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The two differ; type the same passphrase twice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a passphrase.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export channels and tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON files (*.json)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading {file}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Imported: {added} added, {replaced} replaced, {skipped} left as they were</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checking {file}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import channels and tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave as they are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled; nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>VaultCard</name>
    <message>
        <source>Vault</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>open, with a remark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys of upstreams are kept in: {name}. Neither the database nor a backup holds them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not open</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>VersionCard</name>
    <message>
        <source>Copy the versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A gateway to language models for one desk. Free software under the MIT licence.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data directory</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
