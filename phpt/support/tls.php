<?php

/** A file with a key, and a certificate for "localhost" signed with that key. */
function tls_certificate(): string
{
    $key = openssl_pkey_new(['private_key_type' => OPENSSL_KEYTYPE_EC, 'curve_name' => 'prime256v1']);
    $request = openssl_csr_new(['commonName' => 'localhost'], $key);
    openssl_x509_export(openssl_csr_sign($request, null, $key, 1), $certificate);
    openssl_pkey_export($key, $private);
    $file = tempnam(sys_get_temp_dir(), 'stream-ipc-');
    file_put_contents($file, $certificate . $private);

    return $file;
}

/**
 * Makes a TLS connection over TCP between this process, the server, and a process that runs this code with its end
 * in $socket. That process speaks the versions of TLS that $method names.
 *
 * @return array{resource, resource, resource} our end of the connection, the process, and what it prints
 */
function start_on_tls(string $code, int $method = STREAM_CRYPTO_METHOD_TLS_CLIENT): array
{
    $file = tls_certificate();
    $context = stream_context_create(['ssl' => ['local_cert' => $file]]);
    // We begin TLS only after accepting, so that stream_socket_accept() does not wait for it.
    $server = stream_socket_server('tcp://127.0.0.1:0', context: $context);
    $process = proc_open('exec ' . worker_command(sprintf(<<<'PHP'
        $context = stream_context_create(['ssl' => ['verify_peer' => true, 'allow_self_signed' => true, 'peer_name' => 'localhost', 'cafile' => '%s', 'crypto_method' => %d]]);
        $socket = stream_socket_client('tls://%s', timeout: 20, context: $context);
        %s
        PHP, $file, $method, stream_socket_get_name($server, false), $code)), [1 => ['pipe', 'w']], $pipes);
    $socket = stream_socket_accept($server, 20);
    stream_socket_enable_crypto($socket, true, STREAM_CRYPTO_METHOD_TLS_SERVER);
    unlink($file);

    return [$socket, $process, $pipes[1]];
}
