#!/bin/sh
# Puts the bundle, the desktop entry and the icons under a root directory: lay_out.sh ROOT PLACE
# PLACE is where the bundle goes inside of it, as /opt/oneapi-desktop.
set -eu

stage=${1:?"give the root directory"}
place=${2:?"give the place of the bundle"}
root=$(cd "$(dirname "$0")/../.." && pwd)

mkdir -p "$stage$place" "$stage/usr/share/applications"
cp -a "$root/dist/oneapi-desktop/." "$stage$place/"
cp "$root/packaging/linux/oneapi-desktop.desktop" "$stage/usr/share/applications/"
for size in 16 24 32 48 64 128 256 512; do
  icons="$stage/usr/share/icons/hicolor/${size}x${size}/apps"
  mkdir -p "$icons"
  cp "$root/build/icons/oneapi-desktop-$size.png" "$icons/oneapi-desktop.png"
done
mkdir -p "$stage/usr/share/icons/hicolor/scalable/apps"
cp "$root/resources/icons/oneapi-desktop.svg" "$stage/usr/share/icons/hicolor/scalable/apps/"
