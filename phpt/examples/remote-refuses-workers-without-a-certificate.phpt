--TEST--
examples/remote: nobody joins without a certificate of the authority, and who says nothing holds up nobody
--SKIPIF--
<?php require __DIR__ . '/../support/remote.php'; skip_without_tls(); ?>
--FILE--
<?php

require __DIR__ . '/../support/remote.php';

$certificates = certificates();

$other = "$certificates/other";
exec(__DIR__ . "/../../examples/remote/certificates.sh $other");
$server = proc_open([PHP_BINARY, __DIR__ . '/../../examples/remote/pool.php', $certificates, '127.0.0.1:0', '400', '3000'], [1 => ['pipe', 'w'], 2 => STDERR], $pipes);
$address = trim(substr(fgets($pipes[1]), strlen('Listening on ')));

$silent = stream_socket_client("tcp://$address");
$plain = stream_socket_client("tcp://$address");
fwrite($plain, "hello\n");
echo 'no TLS: ', var_export(stream_get_contents($plain), true), "\n";
foreach (['without' => [], 'of another authority' => ['local_cert' => "$other/worker.pem"]] as $what => $options) {
    $context = stream_context_create(['ssl' => ['cafile' => "$certificates/authority.pem", 'peer_name' => 'localhost', ...$options]]);
    $client = @stream_socket_client("tls://$address", context: $context);
    // With TLS 1.3 the client learns of it when it reads.
    echo "certificate $what: ", $client === false || @fread($client, 1) === '' && feof($client) ? "refused\n" : "accepted\n";
}
$worker = dial_in($certificates, $address, 'a worker with a certificate');
echo preg_replace('/: \d+/', ': (some)', stream_get_contents($pipes[1]));
echo 'exit codes: ', proc_close($server), ' ', proc_close($worker), "\n";
array_map(unlink(...), glob("$other/*"));
rmdir($other);
?>
--EXPECT--
no TLS: ''
certificate without: refused
certificate of another authority: refused
A worker has joined
a worker with a certificate: (some) jobs
the own worker: (some) jobs
exit codes: 0 0
