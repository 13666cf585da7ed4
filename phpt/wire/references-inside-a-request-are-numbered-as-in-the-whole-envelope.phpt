--TEST--
A request or response travels as serialize() writes the whole envelope, references included, and comes back the same
--FILE--
<?php

use StreamIpc\Envelope\{RequestEnvelope, ResponseEnvelope};
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

final class Graph implements Message
{
    public array $list = [];
    public mixed $self = null;

    public function __serialize(): array
    {
        return ['list' => $this->list, 'self' => $this->self, 'nested' => strlen(serialize($this->list[0]))];
    }

    public function __unserialize(array $data): void
    {
        [$this->list, $this->self] = [$data['list'], $data['self']];
    }
}

$graph = new Graph();
$one = new stdClass();
$shared = 'shared';
$graph->list = [$one, $one, &$shared, &$shared, $graph];
$graph->self = &$graph->list;

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$session->onRequest(fn (Graph $graph) => $graph);
$promise = $session->request($graph);
$sent = fread($socket, 8192);
preg_match('/s:2:"id";s:\d+:"([\d.]+)"/', $sent, $id);
var_dump(substr($sent, 8) === serialize(new RequestEnvelope($id[1], $graph)));

fwrite($socket, $sent);
$peer->tick(10);
$received = fread($socket, 8192);
var_dump(substr($received, 8) === serialize(new ResponseEnvelope($id[1], $graph)));

fwrite($socket, $received);
$reply = $promise->await();
var_dump($reply->list[0] === $reply->list[1], $reply->list[4] === $reply);
$reply->list[2] = 'changed';
var_dump($reply->list[3], $reply->self[3]);
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
string(7) "changed"
string(7) "changed"
