# Starts and stops mongods by the orders that come on its standard input, and answers each with one line. When that ends, which
# it does with the JVM that writes it, however that ends, it kills them and removes their data. It is the mongods' parent, so
# that a process id it signals is theirs until it has waited for them; SIGKILL also ends those that are paused.
#
# $1 is the folder for the data, $2 the mongod, $3 the name of the replica set; without a name, each is a server of its own.
base=$1
mongod=$2
set_name=$3
nodes=

# What ends a JVM in a terminal is sent to all of its group; this one has to live a little longer. So it has to where the JVM
# ends before it has read its answer.
trap '' HUP INT QUIT TERM PIPE

end() {
    kill -KILL "$1"
    wait "$1"
}

while read -r order node port; do
    eval "pid=\${pid_$node:-}"
    case $order in
        start)
            # Of two on the same data the second would end, and the first be forgotten.
            if [ -n "$pid" ]; then
                end "$pid"
            fi
            mkdir -p "$base/$node"
            "$mongod" ${set_name:+--replSet "$set_name"} --bind_ip 127.0.0.1 --port "$port" --dbpath "$base/$node" \
                --nounixsocket --wiredTigerCacheSizeGB 0.25 --oplogSize 512 \
                --setParameter enableTestCommands=1 --setParameter diagnosticDataCollectionEnabled=false \
                --setParameter oplogNetworkTimeoutBufferSeconds=1 \
                >>"$base/$node.log" 2>&1 </dev/null &
            pid=$!
            eval "pid_$node=$pid"
            case " $nodes " in
                *" $node "*) ;;
                *) nodes="$nodes $node" ;;
            esac
            ;;
        kill)
            end "$pid"
            eval "pid_$node="
            ;;
        pause) kill -STOP "$pid" ;;
        resume) kill -CONT "$pid" ;;
    esac
    echo "$pid"
done

for node in $nodes; do
    eval "pid=\${pid_$node:-}"
    if [ -n "$pid" ]; then
        kill -KILL "$pid"
    fi
done
wait
rm -rf "$base"
