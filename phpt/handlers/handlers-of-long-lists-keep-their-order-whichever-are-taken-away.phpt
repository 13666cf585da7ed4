--TEST--
Handlers of long lists keep their order, whichever are taken away: each time the first identical one goes
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

final class Handler
{
    public function __construct(private string $name)
    {
    }

    public function tell(): void
    {
        $GLOBALS['told'][] = $this->name;
    }

    public function tellAlso(): void
    {
        $GLOBALS['told'][] = "$this->name also";
    }

    public static function __callStatic(string $name, array $arguments): void
    {
        $GLOBALS['told'][] = $name;
    }
}

const STEPS = 4000;
mt_srand(14);
$objects = array_map(fn (int $i) => new Handler("object $i"), range(0, 29));
$kinds = [
    fn (int $i) => function () use ($i) { $GLOBALS['told'][] = "closure $i"; },
    fn (int $i) => [$objects[$i], 'tell'],
    fn (int $i) => [$objects[$i], 'tellAlso'],
    fn (int $i) => "Handler::name$i",
    fn (int $i) => ['Handler', "method$i"],
    fn (int $i) => [&$objects[$i], 'tell'],
];

// With and without callables that hold references: they may become other ones.
foreach ([5, 6] as $count) {
    $handlers = [];
    foreach (array_slice($kinds, 0, $count) as $kind) {
        array_push($handlers, ...array_map($kind, range(0, 29)));
    }
    [$session] = session_and_socket($peer ??= new NativeIpcPeer());
    $expected = [];
    foreach ([0.6, 0.3, 0.6, 0.0] as $share) {
        for ($step = 0; $step < STEPS; $step++) {
            $handler = $handlers[array_rand($handlers)];
            if (mt_rand() / mt_getrandmax() < $share) {
                $session->onMessage($handler);
                $expected[] = $handler;
                continue;
            }
            $session->offMessage($handler);
            $first = array_search($handler, $expected, true);
            if ($first !== false) {
                unset($expected[$first]);
            }
            if ($step % 100 === 0) {
                $told = [];
                array_map(fn (callable $handler) => $handler(), $expected);
                [$calls, $told] = [$told, []];
                $session->dispatch(new LogMessage('x'));
                if ($told !== $calls) {
                    exit('Told ' . implode(', ', $told) . ' instead of ' . implode(', ', $calls));
                }
            }
        }
        echo count($expected) < 32 ? 'short' : 'long', "\n";
    }
}

$closures = array_map($kinds[0], range(0, 99));
array_map($session->onMessage(...), $closures);
$object = $objects[0];
$session->onMessage([&$object, 'tell']);
$object = $objects[1];
array_map($session->offMessage(...), [[$objects[1], 'tell'], ...$expected, ...$closures]);
$told = [];
$session->dispatch(new LogMessage('x'));
echo count($told), "\n";
--EXPECT--
long
long
long
short
long
long
long
short
0
