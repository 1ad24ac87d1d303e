<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>Command</name>
    <message>
        <source>Find anything</source>
        <translation>何でも検索</translation>
    </message>
    <message>
        <source>Open the window</source>
        <translation>ウィンドウを開く</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>ウィンドウを閉じる</translation>
    </message>
    <message>
        <source>Show all shortcuts</source>
        <translation>すべてのショートカットを表示</translation>
    </message>
    <message>
        <source>Copy base URL</source>
        <translation>ベース URL をコピー</translation>
    </message>
    <message>
        <source>Pause the gateway</source>
        <translation>ゲートウェイを一時停止</translation>
    </message>
    <message>
        <source>Resume the gateway</source>
        <translation>ゲートウェイを再開</translation>
    </message>
    <message>
        <source>Share on the LAN</source>
        <translation>LAN で共有</translation>
    </message>
    <message>
        <source>Switch between light and dark</source>
        <translation>ライトとダークを切り替え</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>Search on this page</source>
        <translation>このページで検索</translation>
    </message>
    <message>
        <source>New entry</source>
        <translation>新規作成</translation>
    </message>
    <message>
        <source>Undo the last action</source>
        <translation>直前の操作を元に戻す</translation>
    </message>
    <message>
        <source>Add a channel</source>
        <translation>チャンネルを追加</translation>
    </message>
    <message>
        <source>Test all channels</source>
        <translation>すべてのチャンネルをテスト</translation>
    </message>
    <message>
        <source>Refresh all balances</source>
        <translation>すべての残高を更新</translation>
    </message>
    <message>
        <source>Issue a token</source>
        <translation>トークンを発行</translation>
    </message>
    <message>
        <source>Follow new requests</source>
        <translation>新しいリクエストを追う</translation>
    </message>
    <message>
        <source>Show all requests</source>
        <translation>すべて表示</translation>
    </message>
    <message>
        <source>Replay the request in the Playground</source>
        <translation>リクエストをプレイグラウンドで再実行</translation>
    </message>
    <message>
        <source>Copy the request as curl</source>
        <translation>リクエストを curl としてコピー</translation>
    </message>
    <message>
        <source>Choose columns</source>
        <translation>列を選ぶ</translation>
    </message>
    <message>
        <source>Export requests</source>
        <translation>リクエストをエクスポート</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>今すぐバックアップ</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>終了</translation>
    </message>
</context>
<context>
    <name>Desktop</name>
    <message>
        <source>One API Desktop goes on serving in the tray. Quit it from the tray&apos;s menu.</source>
        <translation>One API Desktop はトレイで稼働を続けます。終了するにはトレイのメニューを使ってください。</translation>
    </message>
    <message>
        <source>This desktop has no tray, so the window was minimised and the gateway goes on serving.</source>
        <translation>このデスクトップにはトレイがないため、ウィンドウを最小化しました。ゲートウェイは稼働を続けます。</translation>
    </message>
</context>
<context>
    <name>DrainSheet</name>
    <message>
        <source>Quitting</source>
        <translation>終了しています</translation>
    </message>
    <message>
        <source>Quit now</source>
        <translation>今すぐ終了</translation>
    </message>
    <message>
        <source>Open requests are cut off.</source>
        <translation>処理中のリクエストは打ち切られます。</translation>
    </message>
    <message numerus="yes">
        <source>Waiting for %n open request(s) to finish.</source>
        <translation>
            <numerusform>%n 件のリクエストの完了を待っています。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Formats</name>
    <message>
        <source>never</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>たった今</translation>
    </message>
    <message>
        <source>{count} min ago</source>
        <translation>{count} 分前</translation>
    </message>
    <message>
        <source>{count} h ago</source>
        <translation>{count} 時間前</translation>
    </message>
    <message>
        <source>{count} d ago</source>
        <translation>{count} 日前</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Copied</source>
        <translation>コピーしました</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>ページ</translation>
    </message>
</context>
<context>
    <name>Page</name>
    <message>
        <source>Overview</source>
        <translation>概要</translation>
    </message>
    <message>
        <source>What is happening, and what does it cost?</source>
        <translation>何が起きていて、いくらかかっているか</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>リクエスト</translation>
    </message>
    <message>
        <source>Why was that slow, dear, or wrong?</source>
        <translation>なぜ遅い、高い、または失敗したのか</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>チャンネル</translation>
    </message>
    <message>
        <source>Which upstreams do I have, and are they well?</source>
        <translation>どの上流があり、正常に動いているか</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>トークン</translation>
    </message>
    <message>
        <source>Who may use what?</source>
        <translation>誰が何を使えるか</translation>
    </message>
    <message>
        <source>Models &amp; prices</source>
        <translation>モデルと価格</translation>
    </message>
    <message>
        <source>What can I call, and what does it cost?</source>
        <translation>何を呼び出せて、いくらかかるか</translation>
    </message>
    <message>
        <source>Playground</source>
        <translation>プレイグラウンド</translation>
    </message>
    <message>
        <source>Does it work?</source>
        <translation>動くかどうか</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>接続</translation>
    </message>
    <message>
        <source>How do I point my tool here?</source>
        <translation>ツールをここに向けるには</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>How should it behave?</source>
        <translation>どのように動かすか</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Find anything</source>
        <translation>何でも検索</translation>
    </message>
    <message>
        <source>Go to a page, channel, token or model, or run an action</source>
        <translation>ページ、チャンネル、トークン、モデルへ移動、または操作を実行</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>結果</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>ページ</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>チャンネル</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>トークン</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
</context>
<context>
    <name>ProgressRow</name>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Copy base URL</source>
        <translation>ベース URL をコピー</translation>
    </message>
    <message>
        <source>LAN</source>
        <translation>LAN</translation>
    </message>
    <message>
        <source>Others on the local network can reach this gateway</source>
        <translation>ローカルネットワーク上の他の機器からこのゲートウェイに接続できます</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>ページ</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Shortcuts</source>
        <translation>ショートカット</translation>
    </message>
</context>
<context>
    <name>SidePanel</name>
    <message>
        <source>Close the panel</source>
        <translation>パネルを閉じる</translation>
    </message>
</context>
<context>
    <name>State</name>
    <message>
        <source>Starting</source>
        <translation>起動中</translation>
    </message>
    <message>
        <source>Serving</source>
        <translation>稼働中</translation>
    </message>
    <message>
        <source>Degraded</source>
        <translation>一部に問題</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>一時停止中</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>停止中</translation>
    </message>
    <message>
        <source>Not running</source>
        <translation>停止</translation>
    </message>
</context>
<context>
    <name>Toasts</name>
    <message>
        <source>Dismiss</source>
        <translation>閉じる</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Copy token</source>
        <translation>トークンをコピー</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>チャンネル</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s)</source>
        <translation>
            <numerusform>%n 件のリクエスト</numerusform>
        </translation>
    </message>
    <message>
        <source>{money} today</source>
        <translation>本日 {money}</translation>
    </message>
</context>
<context>
    <name>UndoBar</name>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>Undo: {step}</source>
        <translation>元に戻す：{step}</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>閉じる</translation>
    </message>
</context>
</TS>
