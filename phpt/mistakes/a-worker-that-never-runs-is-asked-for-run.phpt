--TEST--
If a worker ends without a word, because it forgot run(), the asker is told to look for that
--FILE--
<?php

require __DIR__ . '/../support/mistakes.php';

ask(worker_command('(new NativeIpcPeer())->createStdioSession()->onRequest(fn (Message $request) => $request);'));
--EXPECTF--
it has sent and printed nothing: does it call run()%S?
