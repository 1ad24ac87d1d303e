#!/bin/sh
# Makes dist/oneapi-desktop-VERSION-ARCH.dmg from 'dist/One API Desktop.app' (python3 dev.py build), on macOS.
#
#   packaging/macos/make_dmg.sh 0.1.0
#
# CODESIGN_IDENTITY  signs with that Developer ID and the hardened runtime; without it the app is signed ad hoc, and
#                    people must allow it under System Settings, Privacy & Security.
# NOTARY_PROFILE     a profile stored with 'xcrun notarytool store-credentials'; has the image notarised and stapled.
set -eu

version=${1:?"give the version, as 0.1.0"}
root=$(cd "$(dirname "$0")/../.." && pwd)
app="$root/dist/One API Desktop.app"
image="$root/dist/oneapi-desktop-$version-$(uname -m).dmg"
[ -d "$app" ] || { echo "$app is missing: run 'python3 dev.py build' first" >&2; exit 1; }

if [ -n "${CODESIGN_IDENTITY:-}" ]; then
  codesign --force --deep --timestamp --options runtime \
    --entitlements "$root/packaging/macos/entitlements.plist" --sign "$CODESIGN_IDENTITY" "$app"
else
  codesign --force --deep --sign - "$app"
fi
codesign --verify --deep --strict "$app"

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
cp -R "$app" "$stage/"
ln -s /Applications "$stage/Applications"
rm -f "$image"
hdiutil create -volname "One API Desktop" -srcfolder "$stage" -fs HFS+ -format UDZO -quiet "$image"

if [ -n "${CODESIGN_IDENTITY:-}" ]; then
  codesign --timestamp --sign "$CODESIGN_IDENTITY" "$image"
fi
if [ -n "${NOTARY_PROFILE:-}" ]; then
  xcrun notarytool submit "$image" --keychain-profile "$NOTARY_PROFILE" --wait
  xcrun stapler staple "$image"
fi
echo "$image"
