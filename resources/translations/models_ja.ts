<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>GroupPanel</name>
    <message>
        <source>Group ratios</source>
        <translation>グループ倍率</translation>
    </message>
    <message>
        <source>A ratio multiplies every price for the tokens of a group: 0.8 is a discount of 20 %.</source>
        <translation>倍率はグループのトークンのすべての価格に掛かります。0.8 なら 20 % 引きです。</translation>
    </message>
    <message>
        <source>New group</source>
        <translation>新しいグループ</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Ratio</source>
        <translation>倍率</translation>
    </message>
    <message>
        <source>Add group</source>
        <translation>グループを追加</translation>
    </message>
    <message>
        <source>Group {group} has another ratio now.</source>
        <translation>グループ {group} の倍率を変更しました。</translation>
    </message>
</context>
<context>
    <name>ModelColumns</name>
    <message>
        <source>your own</source>
        <translation>自分の価格</translation>
    </message>
    <message>
        <source>one-api ratios</source>
        <translation>one-api の倍率</translation>
    </message>
    <message>
        <source>price list</source>
        <translation>価格表</translation>
    </message>
    <message>
        <source>built in</source>
        <translation>内蔵</translation>
    </message>
    <message>
        <source>unpriced</source>
        <translation>価格なし</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>入力</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>出力</translation>
    </message>
    <message>
        <source>Cached input</source>
        <translation>キャッシュ入力</translation>
    </message>
    <message>
        <source>Cache write</source>
        <translation>キャッシュ書込</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>推論</translation>
    </message>
    <message>
        <source>Audio input</source>
        <translation>音声入力</translation>
    </message>
    <message>
        <source>Audio output</source>
        <translation>音声出力</translation>
    </message>
    <message>
        <source>Image input</source>
        <translation>画像入力</translation>
    </message>
    <message>
        <source>Image output</source>
        <translation>画像出力</translation>
    </message>
    <message>
        <source>Per request</source>
        <translation>1 リクエスト</translation>
    </message>
    <message>
        <source>Per image</source>
        <translation>1 画像</translation>
    </message>
    <message>
        <source>Per second of audio</source>
        <translation>音声 1 秒</translation>
    </message>
    <message>
        <source>Per million characters</source>
        <translation>100 万文字</translation>
    </message>
    <message>
        <source>{price} a request</source>
        <translation>1 リクエスト {price}</translation>
    </message>
    <message>
        <source>from {price} an image</source>
        <translation>1 画像 {price} から</translation>
    </message>
    <message>
        <source>{price} an image</source>
        <translation>1 画像 {price}</translation>
    </message>
    <message>
        <source>{price} a minute</source>
        <translation>1 分 {price}</translation>
    </message>
    <message>
        <source>{price} per 1M characters</source>
        <translation>100 万文字 {price}</translation>
    </message>
    <message>
        <source>dearer above {count}</source>
        <translation>{count} を超えると高い</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>チャンネル</translation>
    </message>
    <message>
        <source>Further</source>
        <translation>その他</translation>
    </message>
    <message>
        <source>Price from</source>
        <translation>価格の出典</translation>
    </message>
    <message>
        <source>Price of</source>
        <translation>価格の日付</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
</context>
<context>
    <name>ModelPanel</name>
    <message>
        <source>Your own price wins over every other source. Kinds that you leave empty keep the price shown in grey.</source>
        <translation>自分の価格はほかのどの出典よりも優先されます。空欄の種類は灰色の価格のままです。</translation>
    </message>
    <message>
        <source>Save own price</source>
        <translation>自分の価格を保存</translation>
    </message>
    <message>
        <source>Take own price back</source>
        <translation>自分の価格を取り消す</translation>
    </message>
    <message>
        <source>Your price of {model} is taken back.</source>
        <translation>{model} の自分の価格を取り消しました。</translation>
    </message>
    <message>
        <source>Nobody knows what this model costs: its requests are recorded at $0 and marked as unpriced.</source>
        <translation>このモデルの価格は不明です。リクエストは $0 で記録され、価格なしと示されます。</translation>
    </message>
    <message>
        <source>Price from: {source}, {date}</source>
        <translation>価格の出典：{source}、{date}</translation>
    </message>
    <message>
        <source>Price from: {source}</source>
        <translation>価格の出典：{source}</translation>
    </message>
    <message>
        <source>Channels: {names}</source>
        <translation>チャンネル：{names}</translation>
    </message>
    <message>
        <source>Channels: {names}, which know it as {upstream}</source>
        <translation>チャンネル：{names}（上流での名前は {upstream}）</translation>
    </message>
    <message>
        <source>Above {count} prompt tokens: {rates}</source>
        <translation>プロンプトが {count} トークンを超えると：{rates}</translation>
    </message>
    <message>
        <source>An image of {kind}: {price}</source>
        <translation>{kind} の画像：{price}</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Group ratios</source>
        <translation>グループ倍率</translation>
    </message>
    <message>
        <source>Search models and channels</source>
        <translation>モデルとチャンネルを検索</translation>
    </message>
    <message>
        <source>Choose columns</source>
        <translation>列を選ぶ</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>No channel offers a model yet. Add a channel with the models you want to call.</source>
        <translation>モデルを提供するチャンネルがまだありません。呼び出したいモデルを持つチャンネルを追加してください。</translation>
    </message>
    <message>
        <source>Add a channel</source>
        <translation>チャンネルを追加</translation>
    </message>
    <message numerus="yes">
        <source>%n unpriced</source>
        <translation>
            <numerusform>価格なし %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>モデル %n 件</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PriceForm</name>
    <message>
        <source>Dollars per million tokens</source>
        <translation>100 万トークンあたりのドル</translation>
    </message>
    <message>
        <source>Dollars per other unit</source>
        <translation>その他の単位あたりのドル</translation>
    </message>
</context>
<context>
    <name>_Groups</name>
    <message>
        <source>Ratio of {group}</source>
        <translation>{group} の倍率</translation>
    </message>
</context>
</TS>
