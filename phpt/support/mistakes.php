<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\PeerClosedException;
use StreamIpc\Transport\StreamClosedException;

require __DIR__ . '/peers.php';

/** The code of a worker that answers every request with the value of this expression. */
function answering(string $expression): string
{
    return <<<PHP
        \$peer = new NativeIpcPeer();
        \$peer->createStdioSession()->onRequest(fn (Message \$request) => $expression);
        \$peer->run();
        PHP;
}

/**
 * Asks a worker that this command starts, for a shell or for spawn(), and prints what a user sees, at once.
 *
 * @param string|list<string> $command
 */
function ask(string|array $command, ?IpcPeer $peer = null, Message $message = new LogMessage('question')): void
{
    $peer ??= new NativeIpcPeer();
    $start = hrtime(true);
    try {
        $session = is_array($command) ? $peer->spawn($command) : $peer->createCommandSession($command, getenv());
        $reply = $session->request($message, 20.0)->await();
        echo 'answered: ', get_class($reply), "\n";
    } catch (PeerClosedException | StreamClosedException $e) {
        // A worker may end before or after the request is written.
        echo preg_replace('/^.*?(?: ended| exited with code \d+); /s', '', $e->getMessage()), "\n";
    } catch (Exception $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
    if (hrtime(true) - $start > 10_000_000_000) {
        echo "That took long.\n";
    }
}
