--TEST--
Requests that one process serves know nothing of each other: neither of classes, nor of sessions that were left open
--FILE--
<?php

require __DIR__ . '/../support/site.php';

$task = fn (string $properties) => <<<PHP
    namespace App;

    use StreamIpc\\Message\\Message;
    use StreamIpc\\NativeIpcPeer;

    final class Task implements Message
    {
        public function __construct($properties)
        {
        }
    }

    [\$here, \$there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    \$peer = new NativeIpcPeer();
    \$session = \$peer->createStreamSession(\$here, \$here);
    \$peer->createStreamSession(\$there, \$there)->onRequest(fn (Message \$task) => \$task);
    PHP;
$ask = <<<'PHP'

    $reply = $session->request(new Task('one', 'two'))->await();
    echo getmypid(), ' ', json_encode($reply), "\n";
    // Left open, with half a frame on its way.
    $session->request($reply);
    fwrite($there, "\xF3\x4A\x9D\xE2\0\0");
    PHP;
$die = <<<'PHP'

    ini_set('display_errors', '0');
    ini_set('memory_limit', '64M');
    $session->onMessage(fn () => no_such_function());
    $session->request(new Task('one', 'two'))->await();
    str_repeat('x', 1 << 30);
    PHP;
$answers = serve_requests(
    $task('public string $first, public string $second') . $ask,
    $task('public string $second, protected string $first') . $ask,
    $task('public string $first, public string $second') . $die,
    $task('public ?string $first, private string $other') . $ask,
);
echo preg_replace('/^\d+ /m', '', implode($answers));
preg_match_all('/^\d+/m', implode($answers), $processes);
var_dump(count(array_unique($processes[0])));
--EXPECT--
{"first":"one","second":"two"}
{"second":"one"}
{"first":"one"}
int(1)
