#!/usr/bin/env bash
# Makes the certificates of the examples, as files FOLDER/*.pem, and prints what the exports hold of them.
#
#     examples/make-certificates.sh [FOLDER]        FOLDER is a new temporary one by default
#
# The private keys are deleted with the working folder: nothing in the examples needs them. Every run makes new
# keys, so new thumbprints: whoever runs it again has to put its output into the exports.
set -euo pipefail

folder=${1:-$(mktemp -d)}
mkdir -p "$folder"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# 'openssl ca' and not 'openssl req -x509', because only it takes a first day on OpenSSL 3.0 (Debian 12).
cat >"$work/openssl.cnf" <<CONFIG
[ca]
default_ca = self
[self]
database      = $work/index.txt
new_certs_dir = $work
rand_serial   = yes
default_md    = sha256
policy        = subject
unique_subject = no
[subject]
commonName = supplied
[req]
distinguished_name = name
[name]
[client]
basicConstraints = critical, CA:FALSE
keyUsage         = critical, digitalSignature, keyEncipherment
extendedKeyUsage = clientAuth
[root]
basicConstraints = critical, CA:TRUE
keyUsage         = critical, keyCertSign
CONFIG
: >"$work/index.txt"

# make FILE COMMON_NAME EXTENSIONS FIRST_DAY LAST_DAY
make() {
    openssl req -new -newkey rsa:2048 -nodes -keyout "$work/$1.key" -out "$work/$1.csr" \
        -subj "/CN=$2" -config "$work/openssl.cnf" 2>"$work/log" || { cat "$work/log" >&2; exit 1; }
    openssl ca -batch -selfsign -notext -config "$work/openssl.cnf" -extensions "$3" \
        -keyfile "$work/$1.key" -in "$work/$1.csr" -out "$folder/$1.pem" \
        -startdate "$4" -enddate "$5" 2>"$work/log" || { cat "$work/log" >&2; exit 1; }
    printf '%s/%s.pem\n  subject     CN=%s\n  valid       %s to %s\n' "$folder" "$1" "$2" "$4" "$5"
    printf '  thumbprint  '
    openssl x509 -in "$folder/$1.pem" -outform DER | openssl dgst -sha1 -r | cut -c1-40 | tr a-f A-F
    printf '  base64      '
    openssl x509 -in "$folder/$1.pem" -outform DER | openssl base64 -A
    printf '\n'
}

# What App Service signs in with: its own root and client certificate in one, valid for eight years.
make app-service         AppService.nw-net.11111111 client 20250603070000Z 20330603070000Z
# The one after somebody disconnected the app and connected it again.
make app-service-renewed AppService.nw-net.11111111 client 20261005070000Z 20341005070000Z
# The root of the certificates on the company's laptops, which use the same gateway.
make laptops             'Northwind Laptops Root'   root   20240115090000Z 20340115090000Z
