--TEST--
If a filter of one session's stream throws, tick() throws the exception; that session ends, and other filtered sessions miss nothing
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

pcntl_alarm(10);
final class Unpacking extends php_user_filter
{
    public function filter($in, $out, &$consumed, bool $closing): int
    {
        while ($bucket = stream_bucket_make_writeable($in)) {
            $consumed += $bucket->datalen;
            $bucket->data = str_replace("\1", str_repeat('p', 1000), $bucket->data);
            stream_bucket_append($out, $bucket);
        }
        return PSFS_PASS_ON;
    }
}
final class Throwing extends php_user_filter
{
    public function filter($in, $out, &$consumed, bool $closing): int
    {
        while ($bucket = stream_bucket_make_writeable($in)) {
            $consumed += $bucket->datalen;
        }
        return $closing ? PSFS_PASS_ON : throw new DomainException('filter');
    }
}
$peer = new NativeIpcPeer();
foreach ([Unpacking::class, Throwing::class] as $filter) {
    [$ours, $theirs[$filter]] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    stream_filter_register($filter, $filter);
    stream_filter_append($ours, $filter, STREAM_FILTER_READ);
    $sessions[$filter] = $peer->createStreamSession($ours, $ours);
    $sessions[$filter]->onMessage(function (LogMessage $message) use ($filter, &$seen) {
        $seen[] = "$filter: " . strlen($message->message);
    });
}
// More than is read of one stream at a time, and all of it unpacked with the first byte.
fwrite($theirs[Unpacking::class], str_replace(str_repeat('p', 1000), "\1", frame(new LogMessage(str_repeat('p', 1_000_000)))));
fwrite($theirs[Throwing::class], 'anything');
try {
    $peer->tick(5.0);
} catch (DomainException $e) {
    echo $e->getMessage(), "\n";
}
$limit = hrtime(true) + 2_000_000_000;
while (!$seen && hrtime(true) < $limit) {
    $peer->tick(0.1);
}
var_dump($seen, $sessions[Unpacking::class]->isOpen(), $sessions[Throwing::class]->isOpen());
--EXPECT--
filter
array(1) {
  [0]=>
  string(18) "Unpacking: 1000000"
}
bool(true)
bool(false)
