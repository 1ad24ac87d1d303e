#!/bin/sh
# Makes dist/oneapi-desktop-VERSION-ARCH.AppImage from dist/oneapi-desktop/ (python3 dev.py build), with appimagetool.
#
#   packaging/linux/make_appimage.sh 0.1.0
#
# APPIMAGETOOL names the tool where it is not on the PATH. As with the package: build on an old release.
set -eu

version=${1:?"give the version, as 0.1.0"}
root=$(cd "$(dirname "$0")/../.." && pwd)
tool=${APPIMAGETOOL:-appimagetool}
command -v "$tool" >/dev/null || { echo "appimagetool is missing: put it on the PATH or name it in APPIMAGETOOL" >&2; exit 1; }
[ -x "$root/dist/oneapi-desktop/oneapi-desktop" ] || { echo "run 'python3 dev.py build' first" >&2; exit 1; }
architecture=$(uname -m)
image="$root/dist/oneapi-desktop-$version-$architecture.AppImage"

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
sh "$root/packaging/linux/lay_out.sh" "$stage" /usr/lib/oneapi-desktop
cp "$root/packaging/linux/oneapi-desktop.desktop" "$stage/"
cp "$root/build/icons/oneapi-desktop-256.png" "$stage/oneapi-desktop.png"
ln -s oneapi-desktop.png "$stage/.DirIcon"
mkdir -p "$stage/usr/bin"
ln -s ../lib/oneapi-desktop/oneapi-desktop "$stage/usr/bin/oneapi-desktop"
cat > "$stage/AppRun" <<'RUN'
#!/bin/sh
exec "$(dirname "$(readlink -f "$0")")/usr/lib/oneapi-desktop/oneapi-desktop" "$@"
RUN
chmod 755 "$stage/AppRun"
ARCH=$architecture "$tool" --no-appstream "$stage" "$image"
echo "$image"
