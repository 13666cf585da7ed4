<?php

// One of the two measured processes: peer.php parent|worker FILE EXCHANGE [COMMAND...], with the file
// that implements both ends, the name of the exchange and the worker's command. The parent reads numbers
// of batches, one per line, exchanges so many with the worker and prints the nanoseconds that it took.

declare(strict_types=1);

namespace Bench;

use StreamIpc\Message\Message;

[, $role, $implementation, $name] = $argv;
require $implementation;
require __DIR__ . '/exchanges.php';
$exchange = array_column(exchanges(), null, 'name')[$name];

if ($role === 'worker') {
    serve($exchange);
    exit;
}

$idle = $others = [];
while (count($idle) < $exchange->idle) {
    [$idle[], $others[]] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
}
$run = connect($exchange, 'exec ' . implode(' ', array_map(escapeshellarg(...), array_slice($argv, 4))), $idle);

// The first batch waits until the worker has started.
check($run(1), $exchange->reply());
while (($batches = fgets(STDIN)) !== false) {
    $start = hrtime(true);
    $last = $run((int) $batches);
    echo hrtime(true) - $start, "\n";
    check($last, $exchange->reply());
}

/** Wrong messages would be fast, too. */
function check(Message $came, Message $expected): void
{
    if ($came != $expected) {
        throw new \RuntimeException('What came back is wrong: ' . substr(print_r($came, true), 0, 1000));
    }
}
