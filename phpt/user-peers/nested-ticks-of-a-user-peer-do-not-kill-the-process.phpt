--TEST--
Handlers that tick, await, close or report to a user peer too deep meet an exception, and the process goes on
--FILE--
<?php

require __DIR__ . '/../support/processes.php';

const LEVELS = 20_000;

/** What a process says that runs this code and then tells of the Error it met. */
function last_words(string $code): string
{
    $process = start_bare_process(
        'require ' . var_export(dirname(__DIR__) . '/support/queue-peer.php', true) . '; const LEVELS = ' . LEVELS . ";
        \$peer = new QueuePeer();
        [\$one, \$two] = \$peer->connect();
        \$depth = 0;
        try {
            $code
            echo 'all ';
        } catch (Error \$e) {
            echo strtok(\$e->getMessage(), ':'), ' ';
        }
        echo \$depth > 500 ? 'deep' : \$depth, \"\\n\";",
        [1 => ['pipe', 'w']],
        $pipes,
    );
    $said = stream_get_contents($pipes[1]);

    return $said . 'exit code ' . proc_close($process) . "\n";
}

pcntl_alarm(60);
echo last_words('
    $two->onMessage(function () use ($peer, $one, &$depth) {
        if (++$depth < LEVELS) {
            $one->notify(new LogMessage("next"));
            $peer->tick();
        }
    });
    $one->notify(new LogMessage("first"));
    $peer->tick();
');
echo last_words('
    $two->onMessage(function () use ($one, &$depth) {
        if (++$depth < LEVELS) {
            $one->notify(new LogMessage("next"));
            $one->request(new LogMessage("a question that comes behind it"))->await();
        }
    });
    $one->notify(new LogMessage("first"));
    $one->request(new LogMessage("a question"))->await();
');
echo last_words('
    $one->onException(function (Throwable $e) use ($one, &$depth) {
        if (++$depth < LEVELS) {
            $one->triggerException($e);
        }
    });
    $one->triggerException(new Exception());
');
echo last_words('
    $sessions = [];
    for ($n = 0; $n < LEVELS; $n++) {
        [$session] = $peer->connect();
        $session->onClose(function () use (&$sessions, &$depth) {
            $depth++;
            array_pop($sessions)?->close();
        });
        $sessions[] = $session;
    }
    array_pop($sessions)->close();
');
--EXPECTREGEX--
(Maximum call stack size[^\n]* deep\nexit code 0\n?){4}
