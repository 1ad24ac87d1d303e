#!/bin/sh
# Makes dist/oneapi-desktop_VERSION_ARCH.deb from dist/oneapi-desktop/ (python3 dev.py build), on Debian or a relative.
#
#   packaging/linux/make_deb.sh 0.1.0
#
# The bundle brings its own Python and Qt; build it on the oldest release that is to be served, because the C library
# comes from the system.
set -eu

version=${1:?"give the version, as 0.1.0"}
root=$(cd "$(dirname "$0")/../.." && pwd)
bundle="$root/dist/oneapi-desktop"
[ -x "$bundle/oneapi-desktop" ] || { echo "$bundle is missing: run 'python3 dev.py build' first" >&2; exit 1; }
architecture=$(dpkg --print-architecture)
package="$root/dist/oneapi-desktop_${version}_$architecture.deb"

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
chmod 755 "$stage"
sh "$root/packaging/linux/lay_out.sh" "$stage" /opt/oneapi-desktop
mkdir -p "$stage/usr/bin" "$stage/usr/share/doc/oneapi-desktop" "$stage/DEBIAN"
ln -s ../../opt/oneapi-desktop/oneapi-desktop "$stage/usr/bin/oneapi-desktop"
cp "$root/LICENSE" "$stage/usr/share/doc/oneapi-desktop/copyright"
chmod -R u+rwX,go+rX,go-w "$stage"

size=$(du -sk --exclude=DEBIAN "$stage" | cut -f1)
libc=$(ldd --version | sed -n '1s/.* //p')
cat > "$stage/DEBIAN/control" <<CONTROL
Package: oneapi-desktop
Version: $version
Architecture: $architecture
Maintainer: The One API Desktop authors <oneapi-desktop@localhost>
Installed-Size: $size
Depends: libc6 (>= $libc), libegl1, libgl1, libxkbcommon-x11-0, libxcb-cursor0, fontconfig
Recommends: gnome-keyring | kwalletmanager | keepassxc, xdg-desktop-portal
Section: net
Priority: optional
Description: one local endpoint for every model provider, with a ledger
 Tools are pointed at http://127.0.0.1:3000/v1 with a token issued here. The
 gateway chooses a channel, relays the request, counts the tokens, prices them
 and writes it down before the last byte goes out.
CONTROL
dpkg-deb --root-owner-group --build "$stage" "$package" >/dev/null
echo "$package"
