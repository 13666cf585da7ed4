#!/bin/sh
# Makes an authority of your own, and certificates for the pool and for workers: certificates.sh FOLDER [HOST OF THE POOL]
set -eu
mkdir -p "$1"
cd "$1"
make() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 365 "$@" 2>/dev/null
}
make -subj '/CN=The authority of the pool' -keyout authority.key -out authority.pem
for name in pool worker; do
    make -subj "/CN=$name" -CA authority.pem -CAkey authority.key -keyout "$name.key" -out "$name.crt" \
        -addext 'basicConstraints=critical,CA:FALSE' -addext "subjectAltName=DNS:${2:-localhost}"
    # PHP takes both from one file.
    cat "$name.crt" "$name.key" >"$name.pem"
    rm "$name.crt" "$name.key"
done
