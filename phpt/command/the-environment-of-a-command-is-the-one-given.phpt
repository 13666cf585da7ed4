--TEST--
The environment of a command is the one given, not that of its parent
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

putenv('FROM_THE_PARENT=1');
$peer = new NativeIpcPeer();
$environment = ['PHP_INI_SCAN_DIR' => getenv('PHP_INI_SCAN_DIR'), 'GIVEN' => "it's \"quoted\" = ü", 'NUMBER' => '42'];
$session = $peer->createCommandSession(worker_command(<<<'PHP'
    $session = (new NativeIpcPeer())->createStdioSession();
    $environment = getenv();
    // What a shell sets by itself, where our extension is found, and the name of the pipe to the parent.
    unset($environment['PWD'], $environment['OLDPWD'], $environment['SHLVL'], $environment['_'], $environment['PHP_INI_SCAN_DIR'], $environment['STREAM_IPC_PARENT']);
    ksort($environment);
    $session->notify(new LogMessage(json_encode($environment, JSON_UNESCAPED_UNICODE)));
    PHP), $environment);
$session->onMessage(function (LogMessage $message) { echo $message->message, "\n"; });
$peer->run();
--EXPECT--
{"GIVEN":"it's \"quoted\" = ü","NUMBER":"42"}
