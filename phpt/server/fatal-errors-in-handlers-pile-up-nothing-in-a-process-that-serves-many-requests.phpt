--TEST--
Requests that end in a fatal error in a handler leave no descriptor and no memory behind in the process that serves them
--SKIPIF--
<?php if (!is_readable('/proc/self/status')) die('skip /proc is needed'); ?>
--FILE--
<?php

require __DIR__ . '/../support/server.php';

const REQUESTS = 200;
$support = var_export(realpath(__DIR__ . '/../support/peers.php'), true);
[, $url] = start_server("require $support;" . <<<'PHP'

    use StreamIpc\Message\LogMessage;
    use StreamIpc\NativeIpcPeer;

    /** PHP ends the request here: a fatal error, not an exception. */
    function end_of_memory(): void
    {
        str_repeat('x', 1 << 40);
    }

    $peer = new NativeIpcPeer();
    [$session, $socket] = session_and_socket($peer);
    switch (trim($_SERVER['REQUEST_URI'], '/')) {
        case 'state':
            echo count(scandir('/proc/self/fd')), ' ', preg_match('/VmRSS:\s+(\d+)/', file_get_contents('/proc/self/status'), $rss) ? $rss[1] : '';
            break;
        case 'message%20handler':
            $session->onMessage(end_of_memory(...));
            fwrite($socket, frame(new LogMessage('first')) . frame(new LogMessage(str_repeat('x', 100_000))));
            $peer->tick(5.0);
            break;
        case 'request%20handler':
            [$here, $there] = session_pair($peer);
            $there->onRequest(end_of_memory(...));
            $here->request(new LogMessage(str_repeat('x', 100_000)))->await();
            break;
        case 'close%20handler':
            $session->onClose(end_of_memory(...));
            $session->close();
            break;
        case 'timer':
            // A wait that sets the poll set's timer first.
            $peer->tick(0.15);
            end_of_memory();
    }
    PHP, ['-d', 'memory_limit=64M', '-d', 'display_errors=1', '-d', 'html_errors=0']);

foreach (['message handler', 'request handler', 'close handler', 'timer'] as $kind) {
    $requests = $kind === 'timer' ? REQUESTS / 10 : REQUESTS;
    $fatal = 0;
    $serve = static function (int $requests) use ($url, $kind, &$fatal): array {
        for ($i = 0; $i < $requests; $i++) {
            $fatal += str_contains(ask("$url/" . rawurlencode($kind)), 'Fatal error');
        }

        return explode(' ', ask("$url/state"));
    };
    [$descriptors, $kilobytes] = $serve(20);
    [$descriptorsThen, $kilobytesThen] = $serve($requests);
    echo "$kind: ", $fatal === $requests + 20 ? 'fatal each time' : "fatal $fatal times", ', ';
    echo $descriptorsThen - $descriptors, ' descriptors, ';
    echo $kilobytesThen - $kilobytes < 2048 ? "memory as before\n" : $kilobytesThen - $kilobytes . " KiB more\n";
}
--EXPECT--
message handler: fatal each time, 0 descriptors, memory as before
request handler: fatal each time, 0 descriptors, memory as before
close handler: fatal each time, 0 descriptors, memory as before
timer: fatal each time, 0 descriptors, memory as before
