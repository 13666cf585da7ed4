--TEST--
If the PHP of a worker does not load the extension, the asker learns it with the fatal error of the worker
--FILE--
<?php

require __DIR__ . '/../support/mistakes.php';

// Without any ini file.
ask(escapeshellarg(PHP_BINARY) . ' -n -r ' . escapeshellarg('new StreamIpc\NativeIpcPeer();'));
--EXPECTF--
load the extension in its PHP, too (extension=stream_ipc); its last words: %SFatal error: %SUncaught Error: Class "StreamIpc\NativeIpcPeer" not found in Command line code:1
