<?php

// Both ends of a first reply, as short as they can be: first.php parent|worker [COMMAND...]. The parent
// starts the worker's command, gets one reply and ends.

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

if (!extension_loaded('stream_ipc')) {
    require getenv('PURE_PHP_AUTOLOAD');
}

$peer = new NativeIpcPeer();
if ($argv[1] === 'parent') {
    $worker = proc_open(array_slice($argv, 2), [['pipe', 'r'], ['pipe', 'w'], ['pipe', 'w']], $pipes);
    $peer->createStreamSession(...$pipes)->request(new LogMessage('?'))->await();
    exit;
}
$peer->createStdioSession()->onRequest(fn (LogMessage $request) => $request);
if (method_exists($peer, 'run')) {
    $peer->run();
    exit;
}
while (!feof(STDIN)) {
    $peer->tick(0.01);
}
