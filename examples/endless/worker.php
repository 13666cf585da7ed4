<?php

declare(strict_types=1);

namespace Examples\Endless;

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

$peer = new NativeIpcPeer();
$peer->createStdioSession()->onRequest(
    static fn (LogMessage $line) => new LogMessage(hash('sha256', $line->message)),
);
$peer->run();
