use netdiag::model::Kind;

use super::shapes::Layout;
use super::stops::{Slot, placed, stops};
use super::*;
use crate::report::check::html::data::journey::Spot;
use crate::report::check::html::data::surroundings::{Named, Site, Standing};
use crate::report::trace::{Fate, TraceHop};

fn named(name: &str, ranges: &str) -> Named {
    Named::there(name, ranges)
}

fn around(subnets: usize) -> Surroundings {
    Surroundings {
        app: "nw-shop".to_owned(),
        kind: Some(Kind::Gateway),
        sender: named("the point-to-site pool", "172.29.7.0/24"),
        entry_subnet: None,
        gateway: Some(named("nw-gw", "point-to-site 172.29.7.0/24")),
        network: named("nw-net", "10.61.0.0/16"),
        subnets: (0..subnets)
            .map(|i| named(&format!("subnet-{i}"), &format!("10.61.{i}.0/24")))
            .collect(),
        peers: vec![named("to-nw-hub", "10.70.0.0/16")],
        sites: vec![Site {
            site: named("nw-onprem", "192.168.40.0/22"),
            connection: "nw-onprem-cn".to_owned(),
            state: Some("Connected".to_owned()),
        }],
    }
}

fn regional(subnets: usize) -> Surroundings {
    Surroundings {
        kind: Some(Kind::Regional),
        sender: named("the integration subnet subnet-0", "10.61.0.0/24"),
        entry_subnet: Some("subnet-0".to_owned()),
        gateway: None,
        ..around(subnets)
    }
}

fn hop(hop: &'static str, verdict: Fate, by: &str, part: Option<&str>) -> TraceHop {
    TraceHop {
        hop,
        way: if hop == "route-back" {
            Way::Back
        } else {
            Way::There
        },
        verdict,
        by: by.to_owned(),
        part: part.map(str::to_owned),
        ports: None,
        from: None,
    }
}

fn passes(name: &'static str) -> TraceHop {
    hop(name, Fate::Passes, "it passes", None)
}

fn blocked(name: &'static str) -> TraceHop {
    hop(
        name,
        Fate::Blocked,
        "nw-nsg denies it (rule no-p2s, priority 150)",
        None,
    )
}

fn journey(spot: Spot, hops: Vec<TraceHop>) -> Journey {
    Journey {
        to: "10.61.1.9:1433".to_owned(),
        outcome: None,
        to_dns_server: false,
        spots: vec![spot],
        leaves: false,
        hops,
    }
}

fn in_subnet(hops: Vec<TraceHop>) -> Journey {
    let name = "subnet-1".to_owned();
    journey(Spot::Subnet { name }, hops)
}

fn every_hop() -> Vec<TraceHop> {
    crate::path::hop::ALL
        .iter()
        .map(|kind| passes(kind.name))
        .collect()
}

fn spots() -> Vec<Spot> {
    vec![
        Spot::Subnet {
            name: "subnet-1".to_owned(),
        },
        Spot::Subnet {
            name: "one that is not among them".to_owned(),
        },
        Spot::Network,
        Spot::Peer {
            peering: "to-nw-hub".to_owned(),
            subnet: None,
        },
        Spot::Peer {
            peering: "to-nw-hub".to_owned(),
            subnet: Some(named("build", "10.70.4.0/24")),
        },
        Spot::Peer {
            peering: "another".to_owned(),
            subnet: None,
        },
        Spot::Site {
            connection: "nw-onprem-cn".to_owned(),
        },
        Spot::Internet,
        Spot::Platform,
        Spot::Nowhere,
    ]
}

#[test]
fn every_hop_has_its_place_in_the_picture() {
    for kind in crate::path::hop::ALL {
        assert!(placed(kind.name).is_some(), "{} has no place", kind.name);
    }
    assert_eq!(placed("a-new-one"), None);
}

#[test]
fn stops_are_numbered_as_the_packet_meets_them() {
    let hops = [
        passes("app-routes"),
        passes("place"),
        passes("peering"),
        blocked("subnet-security-group"),
        passes("route-back"),
    ];
    let journey = in_subnet(hops.to_vec());
    let stops = stops(&journey);
    let named: Vec<(usize, &str)> = stops.iter().map(|stop| (stop.number, stop.hop)).collect();
    assert_eq!(
        named,
        [
            (1, "app-routes"),
            (2, "peering"),
            (3, "place"),
            (4, "subnet-security-group"),
            (5, "route-back"),
        ]
    );
    assert_eq!(stops[1].slot(), Slot::Beyond);
}

#[test]
fn a_stop_with_several_fates_says_what_comes_of_all() {
    let of = |fates: &[(Fate, Option<&str>)]| {
        let hops: Vec<TraceHop> = fates
            .iter()
            .map(|(verdict, part)| hop("place", *verdict, "x", *part))
            .collect();
        let journey = in_subnet(hops);
        let stops = stops(&journey);
        assert_eq!(stops.len(), 1);
        stops[0].state
    };
    let half = Some("172.29.7.128/25");
    assert_eq!(of(&[(Fate::Passes, None)]), State::Passes);
    assert_eq!(of(&[(Fate::Blocked, None)]), State::Blocked);
    assert_eq!(of(&[(Fate::Unknown, None)]), State::Unknown);
    assert_eq!(
        of(&[(Fate::Blocked, half), (Fate::Passes, half)]),
        State::Part
    );
    assert_eq!(
        of(&[(Fate::Blocked, half), (Fate::Blocked, half)]),
        State::Blocked
    );
    assert_eq!(
        of(&[(Fate::Unknown, half), (Fate::Passes, half)]),
        State::Unknown
    );
    // Nobody knows it of the other part, but this one is blocked.
    assert_eq!(
        of(&[(Fate::Blocked, half), (Fate::Unknown, half)]),
        State::Part
    );
}

/// The states of a lane's pieces, from the left to the right.
fn lane(layout: &Layout, back: bool) -> Vec<State> {
    let heights: Vec<f64> = layout.pieces.iter().map(|piece| piece.y).collect();
    let height = heights.iter().copied().fold(f64::MIN, f64::max);
    let mut pieces: Vec<_> = layout
        .pieces
        .iter()
        .filter(|p| (p.y == height) == back)
        .collect();
    pieces.sort_by(|a, b| a.from.total_cmp(&b.from));
    // Without a gap.
    assert!(pieces.windows(2).all(|pair| pair[0].to == pair[1].from));
    pieces.iter().map(|piece| piece.state).collect()
}

#[test]
fn behind_what_blocks_the_lane_is_broken_and_stays_so() {
    use State::{Blocked, Part, Passes, Unknown};
    let of = |hops: Vec<TraceHop>| {
        let layout = Layout::of(&around(3), Some(&in_subnet(hops)));
        (lane(&layout, false), lane(&layout, true))
    };
    let ways = |middle: TraceHop, back: TraceHop| {
        of(vec![passes("app-routes"), middle, passes("place"), back])
    };
    assert_eq!(
        ways(passes("gateway"), passes("route-back")),
        (vec![Passes; 4], vec![Passes; 2])
    );
    // The answer comes from the right.
    assert_eq!(
        ways(blocked("certificates"), blocked("route-back")),
        (
            vec![Passes, Passes, Blocked, Blocked],
            vec![Blocked, Passes]
        )
    );
    let part = hop("gateway", Fate::Blocked, "x", Some("172.29.7.128/25"));
    let unknown = hop("route-back", Fate::Unknown, "x", None);
    assert_eq!(
        ways(part, unknown),
        (vec![Passes, Passes, Part, Part], vec![Unknown, Passes])
    );
}

#[test]
fn the_broken_hop_is_written_out_with_its_rule_and_its_part() {
    let part = hop(
        "subnet-security-group",
        Fate::Blocked,
        "nw-nsg denies it (rule no-p2s, priority 150)",
        Some("172.29.7.128/25"),
    );
    let hops = vec![passes("app-routes"), part, passes("route-back")];
    let layout = Layout::of(&around(3), Some(&in_subnet(hops)));
    assert_eq!(layout.callouts.len(), 1);
    let text = layout.callouts[0].lines.join(" ");
    assert_eq!(
        text,
        "2 subnet-security-group: broken here, for 172.29.7.128/25 nw-nsg denies it (rule no-p2s, priority 150)"
    );
    // What is not known is written out only where nothing is blocked.
    let unknown = || hop("route-back", Fate::Unknown, "nobody knows", None);
    let layout = Layout::of(
        &around(3),
        Some(&in_subnet(vec![blocked("gateway"), unknown()])),
    );
    assert_eq!(layout.callouts.len(), 1);
    let layout = Layout::of(
        &around(3),
        Some(&in_subnet(vec![passes("gateway"), unknown()])),
    );
    assert_eq!(
        layout.callouts[0].lines,
        ["2 route-back: not known", "nobody knows"]
    );
}

/// Everything lies in the drawing, and nothing that stands side by side lies on each other.
fn assert_tidy(layout: &Layout, what: &str) {
    let inside = |x: f64, y: f64| {
        assert!(
            x >= 0.0 && x <= layout.width && y >= 0.0 && y <= layout.height,
            "{what}: {x} {y}"
        );
    };
    for frame in &layout.frames {
        inside(frame.x, frame.y);
        inside(frame.x + frame.w, frame.y + frame.h);
        assert!(frame.w > 0.0 && frame.h > 0.0, "{what}: {frame:?}");
    }
    for word in &layout.words {
        let width = page::text::width(&word.text);
        let left = match word.anchor {
            "end" => word.x - width,
            "middle" => word.x - width / 2.0,
            _ => word.x,
        };
        inside(left, word.y);
        inside(left + width, word.y);
    }
    for callout in &layout.callouts {
        inside(callout.x, callout.y);
        inside(callout.x + callout.w, callout.y + callout.h);
        assert!(
            callout
                .lines
                .iter()
                .all(|line| page::text::width(line) <= callout.w),
            "{what}"
        );
    }
    let apart = |a: (f64, f64, f64, f64), b: (f64, f64, f64, f64)| {
        a.0 + a.2 <= b.0 || b.0 + b.2 <= a.0 || a.1 + a.3 <= b.1 || b.1 + b.3 <= a.1
    };
    let signs: Vec<_> = layout
        .signs
        .iter()
        .map(|s| (s.x - s.w / 2.0, s.y - 11.0, s.w, 22.0))
        .collect();
    let boxes = |classes: &[&str]| -> Vec<(f64, f64, f64, f64)> {
        let some = layout.frames.iter().filter(|f| classes.contains(&f.class));
        some.map(|f| (f.x, f.y, f.w, f.h)).collect()
    };
    let callouts: Vec<_> = layout
        .callouts
        .iter()
        .map(|c| (c.x, c.y, c.w, c.h))
        .collect();
    let rows = [boxes(&["row", "host", "side"]), callouts.clone()].concat();
    for group in [
        &signs,
        &boxes(&["station", "inner", "side"]),
        &boxes(&["around", "side"]),
        &rows,
        &boxes(&["station", "row", "host"]),
    ] {
        for (i, a) in group.iter().enumerate() {
            for b in &group[i + 1..] {
                assert!(apart(*a, *b), "{what}: {a:?} lies on {b:?}");
            }
        }
    }
    let hosts = boxes(&["host"]);
    for sign in &signs {
        inside(sign.0, sign.1);
        assert!(
            hosts.iter().all(|host| apart(*host, *sign)),
            "{what}: a sign on the target"
        );
    }
}

#[test]
fn the_picture_is_tidy_whatever_there_is() {
    let long = "a-very-long-name-".repeat(20);
    for many in [0, 1, 3, 12, 60] {
        for mut surroundings in [around(many), regional(many)] {
            for long_names in [false, true] {
                if long_names {
                    for named in surroundings
                        .subnets
                        .iter_mut()
                        .chain(&mut surroundings.peers)
                    {
                        named.name.push_str(&long);
                        named.ranges = [named.ranges.as_str(); 8].join(", ");
                    }
                    surroundings.app.push_str(&long);
                    surroundings.network.name.push_str(&long);
                    surroundings.peers = vec![named(&long, "10.70.0.0/16"); many];
                }
                let what =
                    |which: &str| format!("{which}, {many}, {:?}, {long_names}", surroundings.kind);
                assert_tidy(&Layout::of(&surroundings, None), &what("none"));
                for spot in spots() {
                    for verdict in [Fate::Passes, Fate::Blocked, Fate::Unknown] {
                        let mut hops = every_hop();
                        for hop in &mut hops {
                            hop.verdict = verdict;
                            hop.by.push_str(&long);
                            hop.part = (hop.hop.len() % 2 == 0).then(|| long.clone());
                        }
                        let mut journey = journey(spot.clone(), hops);
                        let what = what(&format!("{spot:?} {verdict:?}"));
                        assert_tidy(&Layout::of(&surroundings, Some(&journey)), &what);
                        journey.leaves = true;
                        journey.hops.truncate(1);
                        assert_tidy(&Layout::of(&surroundings, Some(&journey)), &what);
                    }
                }
            }
        }
    }
}

#[test]
fn the_drawing_holds_names_in_full_where_a_pointer_shows_them() {
    let mut surroundings = around(2);
    let long = "subnet-with-a-name-that-is-longer-than-there-is-room-for-in-the-picture";
    surroundings.subnets[0].name = long.to_owned();
    let journey = in_subnet(every_hop());
    let html = picture("p", &surroundings, Some(&journey), "told").into_string();
    assert!(html.contains(&format!("<title>subnet {long}: 10.61.0.0/24</title>")));
    let drawn = page::text::fitted(long, 130.0);
    assert!(drawn.contains('\u{2026}') && !html.contains(&format!(">{long}<")));
    assert!(html.contains("<desc id=\"p-desc\">told</desc>"));
}

/// Neither colour nor line alone: each state has a sign or a word of its own.
#[test]
fn states_are_told_apart_without_colour() {
    let signs: Vec<String> = [Fate::Passes, Fate::Blocked, Fate::Unknown]
        .into_iter()
        .map(|verdict| {
            let journey = in_subnet(vec![hop("gateway", verdict, "x", None)]);
            let html = picture("p", &around(1), Some(&journey), "").into_string();
            let at = html.find("text-anchor=\"middle\">1 ").unwrap();
            html[at..].chars().skip(21).take(4).collect()
        })
        .collect();
    assert!(
        signs[0] != signs[1] && signs[1] != signs[2] && signs[0] != signs[2],
        "{signs:?}"
    );
}

/// A public address that goes to the internet is as it should be; one of the network's that does is not.
#[test]
fn what_goes_to_the_internet_is_broken_only_if_the_network_holds_it() {
    for (spot, state) in [
        (Spot::Nowhere, State::Passes),
        (Spot::Network, State::Blocked),
    ] {
        let journey = Journey {
            leaves: true,
            ..journey(spot, vec![blocked("app-routes")])
        };
        let layout = Layout::of(&around(2), Some(&journey));
        assert_eq!(layout.signs[0].state, state);
        assert_eq!(lane(&layout, true), [State::Passes, state]);
        // Said in words either way.
        assert_eq!(layout.callouts.len(), 1);
    }
}

#[test]
fn a_gateway_that_is_not_there_is_not_drawn_as_one() {
    let none = Named {
        standing: Standing::None,
        ..named("the gateway", "there is none")
    };
    for (gateway, said) in [
        (named("nw-gw", "point-to-site 172.29.7.0/24"), "VPN gateway"),
        (none, "there is none"),
        (
            Named::not_read("the gateway", "the gateway was not read"),
            "not read",
        ),
    ] {
        let is_there = gateway.is_there();
        let surroundings = Surroundings {
            gateway: Some(gateway),
            ..around(1)
        };
        let layout = Layout::of(&surroundings, None);
        let mut stations = layout.frames.iter().filter(|f| f.class == "station");
        assert_eq!(stations.nth(1).unwrap().is_there, is_there, "{said}");
        let is_written = |text: &str| layout.words.iter().any(|word| word.text == text);
        assert!(is_written(said), "{said}");
        // No range leads to a gateway that is not there.
        assert_eq!(is_written("point-to-site"), is_there, "{said}");
    }
}

#[test]
fn an_address_in_no_network_is_drawn_as_one_that_nothing_holds() {
    let journey = journey(Spot::Nowhere, every_hop());
    let layout = Layout::of(&around(1), Some(&journey));
    let said = "nothing holds the address";
    assert!(layout.words.iter().any(|word| word.text == said));
}
