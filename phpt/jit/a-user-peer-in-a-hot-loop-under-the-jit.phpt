--TEST--
A user's peer that reads and writes its sessions in a hot loop works under the JIT
--INI--
opcache.enable=1
opcache.enable_cli=1
opcache.jit=tracing
opcache.jit_buffer_size=32M
--SKIPIF--
<?php if (!extension_loaded('Zend OPcache') || ini_get('opcache.jit') === false) die('skip opcache with JIT is not there'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/queue-peer.php';

$peer = new QueuePeer();
[$one, $two] = $peer->connect();
$two->onRequest(fn (LogMessage $question) => new LogMessage(strrev($question->message)));
$right = 0;
for ($i = 0; $i < 5000; $i++) {
    $right += (int) ($one->request(new LogMessage("<$i"))->await()->message === strrev((string) $i) . '<');
    $peer->replaceSessions(array_reverse($peer->sessions(), true));
}
var_dump(opcache_get_status(false)['jit']['on'], $right, count($peer->sessions()));
--EXPECT--
bool(true)
int(5000)
int(2)
