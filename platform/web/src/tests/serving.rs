use super::site::service;
use crate::serve;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Sends what is given on a connection of its own, and reads to the end.
async fn talk(address: std::net::SocketAddr, said: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(said).await.unwrap();
    let mut heard = Vec::new();
    stream.read_to_end(&mut heard).await.unwrap();
    String::from_utf8_lossy(&heard).into_owned()
}

#[tokio::test]
async fn a_socket_is_answered_until_the_server_is_told_to_stop() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, told) = tokio::sync::oneshot::channel::<()>();
    let server = tokio::spawn(serve(listener, service(), async move {
        let _ = told.await;
    }));
    let cases: [(&[u8], &str); 3] = [
        (b"GET /things/1 HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n", "HTTP/1.1 200 OK"),
        (b"GET /things/%ff HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n", "HTTP/1.1 404 Not Found"),
        (b"nonsense\r\n\r\n", "HTTP/1.1 400 Bad Request"),
    ];
    for (said, wanted) in cases {
        let heard = talk(address, said).await;
        assert!(heard.starts_with(wanted), "{heard}");
    }
    let endless = [&b"GET / HTTP/1.1\r\nx: "[..], &vec![b'x'; 100_000]].concat();
    let heard = talk(address, &endless).await;
    assert!(heard.starts_with("HTTP/1.1 431"), "{heard}");
    // An idle connection does not hold the server up.
    let _idle = TcpStream::connect(address).await.unwrap();
    stop.send(()).unwrap();
    server.await.unwrap().unwrap();
    assert!(TcpStream::connect(address).await.is_err());
}
