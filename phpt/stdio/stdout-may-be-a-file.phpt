--TEST--
Standard output may be a file
--FILE--
<?php

use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/peers.php';

$file = __DIR__ . '/stdout-may-be-a-file.bin';
shell_exec(worker_command(<<<'PHP'
    $session = (new NativeIpcPeer())->createStdioSession();
    $session->notify(new LogMessage('one'));
    echo 'junk';
    $session->notify(new LogMessage(str_repeat('2', 100_000)));
    PHP) . ' </dev/null >' . escapeshellarg($file));
var_dump(file_get_contents($file) === frame(new LogMessage('one')) . 'junk' . frame(new LogMessage(str_repeat('2', 100_000))));
--CLEAN--
<?php
unlink(__DIR__ . '/stdout-may-be-a-file.bin');
--EXPECT--
bool(true)
