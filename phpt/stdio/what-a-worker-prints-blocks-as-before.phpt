--TEST--
A session over the standard streams leaves STDOUT in blocking mode, in which what the worker prints gets through whole
--SKIPIF--
<?php if (!is_dir('/proc/self/fdinfo')) die('skip the mode of a descriptor is looked up in /proc'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(function () {
        preg_match('/^flags:\s*(\d+)$/m', file_get_contents('/proc/self/fdinfo/1'), $flags);
        echo str_repeat('printed ', 100_000);

        return new LogMessage(octdec($flags[1]) & 04000 ? 'non-blocking' : 'blocking');
    });
    $peer->run();
    PHP);
$session->onMessage(function (LogMessage $junk) use (&$printed) { $printed .= $junk->message; });
echo $session->request(new LogMessage('How is your STDOUT?'), 20)->await()->message, "\n";
var_dump($printed === str_repeat('printed ', 100_000));
--EXPECT--
blocking
bool(true)
